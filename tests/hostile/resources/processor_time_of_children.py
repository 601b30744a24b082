# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-cpu
# limits: cpu_s: 1, test_s: 4
"""Lets four children compute in its place; their processor time is its own."""

import asyncio
import os
import time


async def answer(n):
    for _ in range(4):
        if os.fork() == 0:
            until_s = time.monotonic() + 3
            while time.monotonic() < until_s:
                pass
            os._exit(0)
    await asyncio.sleep(3)
    return 0
