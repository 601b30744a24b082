# shape: call
"""Computes for 30 ms in a thread of pure Python: the loop hardly notices."""

import asyncio
import time


def compute():
    until_s = time.thread_time() + 0.030
    while time.thread_time() < until_s:
        sum(range(100))


async def f():
    await asyncio.to_thread(compute)
