# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-memory
# limits: memory_mb: 128
"""Takes 600 MB in a single call of C code; the judge looks while that is going on."""

import asyncio


async def answer(n):
    hoard = b"x" * 600_000_000
    await asyncio.sleep(1)
    return len(hoard)
