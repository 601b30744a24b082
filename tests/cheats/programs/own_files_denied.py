# shape: call
# cause: sleep
"""Lets the monitor believe that no file is one's own, and sleeps."""

import gc
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    monitor = found("LoopMonitor")
    monitor.is_own = monitor._sampler._is_own = lambda path: False
    time.sleep(0.4)  # BLAME
