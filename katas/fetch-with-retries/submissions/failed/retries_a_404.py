"""Whoever tries again after every error.

Tempting, because `except Exception` catches all that can go wrong in one line. A page that does not exist will not
exist in seven seconds either: the caller waits in vain, and the server is asked four times for nothing.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except Exception:
            if failed == tries - 1:
                raise
        await asyncio.sleep(2**failed)
