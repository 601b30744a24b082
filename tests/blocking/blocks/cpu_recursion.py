# shape: call
# cause: cpu
"""Computes Fibonacci numbers the slow way: the stack is full of one's own frames."""


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)  # BLAME


async def f():
    return fibonacci(32)
