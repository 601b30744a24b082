# shape: call
# cause: sleep
"""Sleeps in a select without descriptors, with the account hidden."""

import asyncio
import gc
import select


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    select.select([], [], [], 0.4)  # BLAME
