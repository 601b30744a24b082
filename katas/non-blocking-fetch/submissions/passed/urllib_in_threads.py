"""A blocking client in threads of its own: right where no asynchronous client exists."""

import asyncio
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tornado.httpclient import HTTPClientError

POOL = ThreadPoolExecutor(max_workers=20)
# Made once: making it loads certificates, and ten threads that do so at once take the interpreter from the loop.
OPENER = urllib.request.build_opener()


def blocking_fetch(url):
    try:
        with OPENER.open(url, timeout=20) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        raise HTTPClientError(error.code, error.reason) from error


async def fetch(url):
    return await asyncio.get_running_loop().run_in_executor(POOL, blocking_fetch, url)
