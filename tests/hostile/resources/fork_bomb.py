# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-processes
"""Forks itself seven times over, which makes 128 processes; all below the candidate are counted, then ended."""

import asyncio
import contextlib
import os
import time


async def answer(n):
    if os.fork() == 0:
        for _ in range(6):
            with contextlib.suppress(OSError):
                os.fork()
        time.sleep(3)
        os._exit(0)
    await asyncio.sleep(1.5)
    return 0
