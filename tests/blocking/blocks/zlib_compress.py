# shape: call
# cause: cpu
"""Compresses a large text at the highest level."""

import zlib

TEXT = " ".join(str(number * number) for number in range(180_000)).encode()


async def f():
    return len(zlib.compress(TEXT, 9))  # BLAME
