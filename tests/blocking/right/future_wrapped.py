# shape: call
"""Awaits a pool's future through `wrap_future`."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor()


async def f():
    await asyncio.wrap_future(POOL.submit(time.sleep, 0.2))
