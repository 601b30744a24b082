# shape: call
# cause: sleep
"""Polls with a PeriodicCallback that sleeps 15 ms each time, so two thirds of the time go."""

import asyncio
import time

from tornado.ioloop import PeriodicCallback


def look():
    time.sleep(0.015)  # BLAME


async def f():
    periodic = PeriodicCallback(look, 20)
    periodic.start()
    await asyncio.sleep(0.5)
    periodic.stop()
