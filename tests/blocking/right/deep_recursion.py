# shape: call
"""Calls itself eight hundred deep, quickly."""


def depth(n):
    return depth(n - 1) + 1 if n else 0


async def f():
    return [depth(800) for _ in range(20)]
