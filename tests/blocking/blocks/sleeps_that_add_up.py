# shape: call
# cause: sleep
"""Sleeps 10 ms at a time, forty times: each is short, and together the loop is held half of the time."""

import asyncio
import time


async def f():
    for _ in range(40):
        time.sleep(0.01)  # BLAME
        await asyncio.sleep(0.001)
