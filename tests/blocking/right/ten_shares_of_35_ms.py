# shape: call
# spends: cpu
"""Computes ten times 35 ms and gives the loop a turn in between: each turn is short, together they are long."""

import asyncio
import time


async def f():
    for _ in range(10):
        until_s = time.thread_time() + 0.035
        while time.thread_time() < until_s:
            sum(range(100))
        await asyncio.sleep(0)
