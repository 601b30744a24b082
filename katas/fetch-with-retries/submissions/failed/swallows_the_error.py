"""Whoever catches the error and forgets that it has to come out somewhere.

Tempting, because the loop ends by itself after the last try, and no traceback disturbs. A function that ends returns
None: the caller takes it for a body and fails later, elsewhere, with a TypeError.
"""

import asyncio
import logging

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        if failed:
            await asyncio.sleep(2 ** (failed - 1))
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500:
                raise
            logging.warning("try %d of %d failed: %r", failed + 1, tries, error)
