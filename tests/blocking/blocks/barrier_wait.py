# shape: call
# cause: lock
"""Waits at a Barrier until a thread comes, too."""

import threading


async def f():
    barrier = threading.Barrier(2)
    threading.Timer(0.2, barrier.wait).start()
    barrier.wait()  # BLAME
