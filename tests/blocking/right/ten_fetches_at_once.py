# shape: fetch
"""Awaits ten requests together."""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def f(url):
    await asyncio.gather(*(AsyncHTTPClient().fetch(url) for _ in range(10)))
