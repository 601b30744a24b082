# shape: call
# spends: cpu
"""Computes Fibonacci numbers the slow way, a small one at a time."""

import asyncio


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


async def f():
    for _ in range(5):
        fibonacci(26)
        await asyncio.sleep(0)
