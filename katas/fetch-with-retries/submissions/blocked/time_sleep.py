"""Whoever brings the retry loop of a script along.

Tempting, because the fetch is awaited, so the function looks asynchronous, and the pauses are exact. Meanwhile the
whole server pauses, and it does so when the service it depends on is down: the worst moment.
"""

import time

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url, connect_timeout=timeout_s, request_timeout=timeout_s)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500 or failed == tries - 1:
                raise
        time.sleep(2**failed)  # BLAME
