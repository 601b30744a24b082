# shape: call
# spends: cpu
"""Computes for 15 ms in a PeriodicCallback that comes every 30 ms."""

import asyncio
import time

from tornado.ioloop import PeriodicCallback


def work():
    until_s = time.thread_time() + 0.015
    while time.thread_time() < until_s:
        sum(range(100))


async def f():
    periodic = PeriodicCallback(work, 30)
    periodic.start()
    await asyncio.sleep(0.3)
    periodic.stop()
