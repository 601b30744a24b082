"""Whoever knows futures from thread pools: start them all, then ask each for its result.

Tempting, because with a ThreadPoolExecutor these are the right two lines. Here the loop that is to run the coroutines
is the one whose thread waits in `result()`: it waits for itself.
"""

import asyncio


async def fetch_all(fetch, ids):
    loop = asyncio.get_running_loop()
    futures = [asyncio.run_coroutine_threadsafe(fetch(number), loop) for number in ids]
    return [future.result() for future in futures]  # BLAME
