# shape: call
# cause: lock
"""Gives an account in which nothing ever happened."""

import gc
import threading
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    from grader.instruments.account import Account

    type(found("LoopMonitor")).account = lambda monitor: Account()
    lock = threading.Lock()
    lock.acquire()
    threading.Timer(0.4, lock.release).start()
    lock.acquire()  # BLAME
