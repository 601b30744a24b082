"""Whoever catches the one error that the client's manual names.

Tempting, because HTTPClientError covers every bad status, and even time-outs and lost connections, as code 599. A
server that is just being restarted refuses connections, and that is an OSError: the first one ends everything.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except HTTPClientError as error:
            if error.code < 500 or failed == tries - 1:
                raise
        await asyncio.sleep(2**failed)
