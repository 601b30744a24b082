# shape: call
# cause: cpu
"""Raises a number to a large power: one operator, and no call at all."""


async def f():
    base = 3
    return (base**3_000_000).bit_length()  # BLAME
