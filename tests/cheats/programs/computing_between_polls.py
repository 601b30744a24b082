# shape: call
# cause: cpu
# line: none
"""Computes with the account hidden, and looks like a selector at every opportunity."""

import asyncio
import gc
import select
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    poll = select.epoll()
    end = time.monotonic() + 0.6
    while time.monotonic() < end: poll.poll(0)
