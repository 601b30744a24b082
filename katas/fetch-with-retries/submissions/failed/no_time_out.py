"""Whoever thinks of answers that are wrong, and not of answers that never come.

Tempting, because a test with status 500 is quickly written and passes. The client's own time-out of 20 s is all that
ends a try then, whatever the caller has asked for.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500 or failed == tries - 1:
                raise
        await asyncio.sleep(2**failed)
