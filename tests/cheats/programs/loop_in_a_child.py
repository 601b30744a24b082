# shape: call
# cause: network
# line: none
"""Lets a forked child run the loop with the account hidden, while the parent is idle."""

import asyncio
import gc
import os
import select
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    loop = asyncio.get_running_loop()
    if os.fork():
        select.epoll().poll()
    asyncio._set_running_loop(loop)
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    time.sleep(0.4)
