# shape: call
# cause: sleep
# line: none
"""Sleeps for 40 ms in each of ten turns, by the function that does not tell of it."""

import asyncio
import time

sleep = time.sleep.__wrapped__ if hasattr(time.sleep, "__wrapped__") else time.sleep


async def f():
    for _ in range(10):
        sleep(0.04)
        await asyncio.sleep(0)
