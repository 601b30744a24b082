# shape: call
# cause: lock
"""Waits for an Event that nobody sets, until the time-out."""

import threading


async def f():
    threading.Event().wait(0.2)  # BLAME
