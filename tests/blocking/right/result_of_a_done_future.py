# shape: call
"""Takes the result of a future that is done: there is nothing to wait for."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor()


async def f():
    job = POOL.submit(time.sleep, 0.1)
    while not job.done():
        await asyncio.sleep(0.01)
    return job.result()
