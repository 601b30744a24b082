# shape: call
# spends: cpu
"""Computes for 30 ms in each of five timers, 40 ms apart."""

import asyncio
import time


def work():
    until_s = time.thread_time() + 0.030
    while time.thread_time() < until_s:
        sum(range(100))


async def f():
    loop = asyncio.get_running_loop()
    for number in range(5):
        loop.call_later(0.040 * number, work)
    await asyncio.sleep(0.25)
