# shape: call
# cause: lock
"""Leaves `with ThreadPoolExecutor()`, which waits for all that was submitted."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def f():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:  # BLAME
        loop.run_in_executor(pool, time.sleep, 0.2)
