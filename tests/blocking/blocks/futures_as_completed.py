# shape: call
# cause: lock
"""Iterates over `as_completed`, which waits between any two."""

import time
from concurrent import futures

POOL = futures.ThreadPoolExecutor()


async def f():
    jobs = [POOL.submit(time.sleep, pause_s) for pause_s in (0.1, 0.3)]
    for job in futures.as_completed(jobs):  # BLAME
        job.result()
