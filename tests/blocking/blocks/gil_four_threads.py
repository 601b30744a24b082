# shape: call
# cause: gil
"""Computes in four threads of pure Python, and the loop stands in line behind all of them."""

import asyncio
import time


def compute():
    until_s = time.thread_time() + 0.12
    while time.thread_time() < until_s: sum(range(100))  # BLAME


async def f():
    loop = asyncio.get_running_loop()
    jobs = [loop.run_in_executor(None, compute) for _ in range(4)]
    while not all(job.done() for job in jobs):
        await asyncio.sleep(0.001)
