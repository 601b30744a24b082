# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-memory
# limits: memory_mb: 128
"""Takes up to 600 MB piece by piece, each turn a little; the sum counts."""

import asyncio


async def answer(n):
    hoard = []
    for number in range(600):
        hoard.append(bytearray(b"x") * 1_000_000)
        await asyncio.sleep(0.001)
    return len(hoard)
