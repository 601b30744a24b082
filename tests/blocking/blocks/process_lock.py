# shape: call
# cause: lock
"""Acquires a lock of `multiprocessing` that somebody else holds."""

import multiprocessing
import threading


async def f():
    lock = multiprocessing.get_context("fork").Lock()
    lock.acquire()
    threading.Timer(0.2, lock.release).start()
    lock.acquire()  # BLAME
