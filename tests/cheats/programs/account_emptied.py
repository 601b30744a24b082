# shape: call
# cause: sleep
"""Empties the list of slow ticks before anybody asks for it."""

import asyncio
import gc
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    time.sleep(0.4)  # BLAME
    await asyncio.sleep(0)
    found("LoopMonitor")._ticks.clear()
