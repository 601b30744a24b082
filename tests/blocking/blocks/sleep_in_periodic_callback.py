# shape: call
# cause: sleep
"""Sleeps in a function that a PeriodicCallback runs on the loop."""

import asyncio
import time

from tornado.ioloop import PeriodicCallback


def look():
    time.sleep(0.2)  # BLAME


async def f():
    periodic = PeriodicCallback(look, 20)
    periodic.start()
    await asyncio.sleep(0.05)
    periodic.stop()
