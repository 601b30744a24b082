# shape: call
"""Sleeps in eight threads while the loop goes on with short turns."""

import asyncio
import time


async def f():
    jobs = [asyncio.ensure_future(asyncio.to_thread(time.sleep, 0.2)) for _ in range(8)]
    while not all(job.done() for job in jobs):
        await asyncio.sleep(0.005)
