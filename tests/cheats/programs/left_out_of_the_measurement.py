# shape: call
# cause: sleep
"""Sleeps where the monitor leaves the judge's own work out."""

import gc
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    with found("LoopMonitor").left_out():
        time.sleep(0.4)  # BLAME
