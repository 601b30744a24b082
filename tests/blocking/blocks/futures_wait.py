# shape: call
# cause: lock
"""Waits for several futures of a pool with `concurrent.futures.wait`."""

import time
from concurrent import futures

POOL = futures.ThreadPoolExecutor()


async def f():
    jobs = [POOL.submit(time.sleep, 0.2) for _ in range(2)]
    futures.wait(jobs)  # BLAME
