# shape: call
# cause: lock
"""Maps over a pool and lists the results, one blocking wait after the other."""

import time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor()


async def f():
    return list(POOL.map(time.sleep, [0.2, 0.2]))  # BLAME
