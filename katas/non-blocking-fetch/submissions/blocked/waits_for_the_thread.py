"""Whoever moves the work to a pool and then asks for the result the way the pool's manual shows.

Tempting, because the download really happens in another thread. `result()` of a concurrent Future waits for it on
the loop's thread, so nothing is gained.
"""

import urllib.request
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(max_workers=10)


def download(url):
    with urllib.request.urlopen(url) as response:
        return response.read()


async def fetch(url):
    future = POOL.submit(download, url)
    return future.result()  # BLAME
