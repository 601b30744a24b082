"""Whoever waits a second and tries again, and again.

Tempting, because it is simple, and nearly right: the first pause is as asked. A server that is overloaded gets no
time to recover: it is asked just as often as if nothing were wrong.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500 or failed == tries - 1:
                raise
        await asyncio.sleep(1)
