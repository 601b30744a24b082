# shape: call
# spends: cpu
"""Keeps the loop busy for 0.4 s with callbacks of 10 ms, each of which schedules the next: busy, but fair."""

import asyncio
import time


def work(left, done):
    until_s = time.thread_time() + 0.010
    while time.thread_time() < until_s:
        sum(range(100))
    if left:
        asyncio.get_running_loop().call_soon(work, left - 1, done)
    else:
        done.set()


async def f():
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(work, 40, done)
    await done.wait()
