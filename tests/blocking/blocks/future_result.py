# shape: call
# cause: lock
"""Submits to a pool, and waits for the result instead of awaiting it."""

import time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor()


async def f():
    return POOL.submit(time.sleep, 0.2).result()  # BLAME
