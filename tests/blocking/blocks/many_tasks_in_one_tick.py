# shape: call
# cause: cpu
"""Starts fifty tasks that compute for 6 ms and never await: gather runs them all in one tick."""

import asyncio
import time


async def page():
    until_s = time.thread_time() + 0.006
    while time.thread_time() < until_s: sum(range(1000))  # BLAME


async def f():
    await asyncio.gather(*(page() for _ in range(50)))
