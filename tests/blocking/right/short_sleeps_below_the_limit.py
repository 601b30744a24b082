# shape: call
"""Sleeps 20 ms at a time, three times: together they stay below twice the limit."""

import asyncio
import time


async def f():
    for _ in range(3):
        time.sleep(0.02)
        await asyncio.sleep(0.05)
