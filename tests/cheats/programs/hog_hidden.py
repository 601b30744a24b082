# shape: call
# cause: gil
"""Lets a thread keep the interpreter's lock, with the account hidden."""

import asyncio
import gc
import threading
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


def hog():
    end = time.monotonic() + 0.6
    while time.monotonic() < end: sum(range(100_000))  # BLAME


async def f():
    monitor = found("LoopMonitor")
    monitor.measuring = False
    await asyncio.sleep(0)
    thread = threading.Thread(target=hog)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.001)
