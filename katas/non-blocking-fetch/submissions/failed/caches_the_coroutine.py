"""Whoever adds the cache that served so well on ordinary functions.

Tempting, because lru_cache is one line. Calling an `async def` returns a coroutine, so that is what gets cached,
and a coroutine can be awaited only once: RuntimeError at the second call.
"""

from functools import lru_cache

from tornado.httpclient import AsyncHTTPClient


@lru_cache(maxsize=100)
async def fetch(url):
    response = await AsyncHTTPClient().fetch(url)
    return response.body
