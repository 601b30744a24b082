# shape: call
# cause: network
# line: none
"""Sleeps in an epoll of its own, with the account hidden."""

import asyncio
import gc
import select


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    select.epoll().poll(0.4)
