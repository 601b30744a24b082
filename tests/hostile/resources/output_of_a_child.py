# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-output
"""Lets a child print in its place; the pipe is the same."""

import asyncio
import os


async def answer(n):
    if os.fork() == 0:
        for _ in range(1024):
            os.write(2, b"x" * 65536)
        os._exit(0)
    await asyncio.sleep(2)
    return 0
