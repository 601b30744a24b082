# shape: call
# spends: cpu
"""Computes the parts of an answer in an asynchronous generator, 20 ms each, with a pause after every part."""

import asyncio
import time


async def parts():
    for number in range(6):
        until_s = time.thread_time() + 0.020
        while time.thread_time() < until_s:
            sum(range(100))
        await asyncio.sleep(0)
        yield number


async def f():
    return [part async for part in parts()]
