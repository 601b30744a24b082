# shape: call
# cause: sleep
"""Switches the monitor off while it sleeps."""

import asyncio
import gc
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    monitor = found("LoopMonitor")
    monitor.measuring = False
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
    await asyncio.sleep(0)
    monitor.measuring = True
