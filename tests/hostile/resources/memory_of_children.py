# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-memory
# limits: memory_mb: 128
"""Spreads 400 MB over four children; the limit is for the whole tree."""

import asyncio
import os
import time


async def answer(n):
    for _ in range(4):
        if os.fork() == 0:
            hoard = b"x" * 100_000_000
            time.sleep(2 if hoard else 0)
            os._exit(0)
    await asyncio.sleep(1.5)
    return 0
