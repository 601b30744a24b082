"""Whoever is sure that the server will be back.

Tempting, because sooner or later every server is, and `while True` needs no counting. Until then the caller, a user
perhaps, learns nothing, and every caller adds one more endless loop.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    pause_s = 1
    while True:
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500:
                raise
        await asyncio.sleep(pause_s)
        pause_s *= 2
