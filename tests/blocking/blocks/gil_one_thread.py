# shape: call
# cause: gil
"""Computes in a thread of pure Python: at each turn the loop waits for the interpreter lock."""

import asyncio
import time


def compute():
    until_s = time.thread_time() + 0.4
    while time.thread_time() < until_s: sum(range(100))  # BLAME


async def f():
    done = asyncio.get_running_loop().run_in_executor(None, compute)
    while not done.done():
        await asyncio.sleep(0.001)
