# shape: call
# cause: sleep
"""Sleeps in C with the account hidden."""

import asyncio
import ctypes
import gc


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    ctypes.CDLL(None).usleep(400_000)  # BLAME
