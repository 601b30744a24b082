# shape: call
# cause: network
# line: none
"""Runs the loop in a thread with the account hidden, while the main thread is idle."""

import asyncio
import gc
import select
import threading
import time

def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


loop = asyncio.get_event_loop()
run_forever = loop.run_forever


def moved():
    threading.Thread(target=run_forever).start()
    select.epoll().poll()


loop.run_forever = moved


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    time.sleep(0.4)
