"""Native coroutine; the client itself keeps the time of each try. The error of the last try simply escapes."""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    client = AsyncHTTPClient()
    for failed in range(tries):
        try:
            response = await client.fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            is_final = isinstance(error, HTTPClientError) and error.code < 500
            if is_final or failed == tries - 1:
                raise
        await asyncio.sleep(2**failed)
