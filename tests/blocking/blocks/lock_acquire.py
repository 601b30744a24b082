# shape: call
# cause: lock
"""Acquires a lock of `threading` that a thread holds."""

import threading

LOCK = threading.Lock()


async def f():
    LOCK.acquire()
    threading.Timer(0.2, LOCK.release).start()
    LOCK.acquire()  # BLAME
