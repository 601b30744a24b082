"""Whoever puts the time-out around the whole, because there it is written once.

Tempting, because wait_for around the loop also ends a try that hangs. But it ends the loop with it: a first try that
hangs uses up all the time, and there never is a second one.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    return await asyncio.wait_for(try_again_and_again(url, tries), timeout_s)


async def try_again_and_again(url, tries):
    for failed in range(tries):
        try:
            response = await AsyncHTTPClient().fetch(url)
            return response.body
        except (HTTPClientError, OSError) as error:
            if isinstance(error, HTTPClientError) and error.code < 500 or failed == tries - 1:
                raise
        await asyncio.sleep(2**failed)
