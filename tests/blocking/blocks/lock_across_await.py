# shape: call
# cause: lock
"""Keeps a lock of `threading` over an await, and a thread that needs the loop cannot get on."""

import asyncio
import threading
import time

LOCK = threading.Lock()


def work():
    with LOCK:
        time.sleep(0.2)


async def f():
    worker = asyncio.get_running_loop().run_in_executor(None, work)
    await asyncio.sleep(0.02)
    with LOCK:  # BLAME
        await asyncio.sleep(0.01)
    await worker
