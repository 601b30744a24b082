"""Whoever puts the pause where it is shortest to write, in the `except`.

Tempting, because every failure is followed by a pause, and the tries come at the right times. After the last failure
nothing follows: the caller gets the bad news seconds after it was known.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    last_error = None
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500:
                raise
            last_error = error
            await asyncio.sleep(2**failed)
    raise last_error
