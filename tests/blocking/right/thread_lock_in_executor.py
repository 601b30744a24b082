# shape: call
"""Waits for a lock of `threading` in a thread."""

import asyncio
import threading

LOCK = threading.Lock()


async def f():
    LOCK.acquire()
    threading.Timer(0.2, LOCK.release).start()
    await asyncio.to_thread(LOCK.acquire)
