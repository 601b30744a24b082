# shape: call
# cause: lock
"""Waits for an Event of `threading` that a thread sets."""

import threading


async def f():
    ready = threading.Event()
    threading.Timer(0.2, ready.set).start()
    ready.wait()  # BLAME
