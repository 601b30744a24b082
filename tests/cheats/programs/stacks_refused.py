# shape: call
# cause: sleep
# line: none
"""Ignores the signal by which the stacks are asked for, and hides its account."""

import asyncio
import faulthandler
import gc
import signal
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    for number in (signal.SIGUSR1, signal.SIGUSR2, *range(signal.SIGRTMIN, signal.SIGRTMAX + 1)):
        faulthandler.unregister(number)
        signal.signal(number, signal.SIG_IGN)
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    time.sleep(0.4)
