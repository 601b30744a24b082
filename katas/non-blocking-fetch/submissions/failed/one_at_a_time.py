"""Whoever guards the shared client with a lock, as one does among threads.

Tempting, because AsyncHTTPClient() gives everybody the same instance. On one loop it needs no guard, and the lock
lets each fetch start only when the one before it has ended.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient

client_lock = asyncio.Lock()


async def fetch(url):
    async with client_lock:
        response = await AsyncHTTPClient().fetch(url)
    return response.body
