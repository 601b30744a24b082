# shape: call
# cause: cpu
"""Adds numbers up without ever awaiting."""


async def f():
    return sum(number * number for number in range(6_000_000))  # BLAME
