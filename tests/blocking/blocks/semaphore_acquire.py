# shape: call
# cause: lock
"""Acquires a Semaphore of `threading` that has nothing left."""

import threading


async def f():
    tickets = threading.Semaphore(0)
    threading.Timer(0.2, tickets.release).start()
    tickets.acquire()  # BLAME
