# shape: call
# cause: other
# line: none
"""Lets a child stop this process while it computes, with the account hidden."""

import asyncio
import gc
import os
import signal
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    parent = os.getpid()
    if os.fork() == 0:
        time.sleep(0.02)
        os.kill(parent, signal.SIGSTOP)
        time.sleep(0.4)
        os.kill(parent, signal.SIGCONT)
        os._exit(0)
    end = time.process_time() + 0.06
    while time.process_time() < end:
        pass
