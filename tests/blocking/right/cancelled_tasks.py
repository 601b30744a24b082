# shape: call
"""Cancels a hundred tasks and awaits their ends."""

import asyncio


async def f():
    tasks = [asyncio.ensure_future(asyncio.sleep(10)) for _ in range(100)]
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
