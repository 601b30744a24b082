# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-memory
# limits: memory_mb: 128
"""Takes 400 MB as shared memory, which belongs to nobody's heap; it is resident all the same."""

import asyncio
import mmap


async def answer(n):
    hoard = mmap.mmap(-1, 400_000_000)
    for start in range(0, 400_000_000, 4_000_000):
        hoard[start : start + 4_000_000] = b"x" * 4_000_000
        await asyncio.sleep(0)
    await asyncio.sleep(1)
    return 0
