"""One function for a try, one for trying again; asyncio.wait_for keeps the time of whatever is awaited."""

import asyncio

from tornado.httpclient import AsyncHTTPClient, HTTPClientError


async def fetch_once(url, timeout_s):
    fetching = AsyncHTTPClient().fetch(url, request_timeout=2 * timeout_s)  # its own 20 s could be too short
    return (await asyncio.wait_for(fetching, timeout_s)).body


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    for pause_s in (2**n for n in range(tries - 1)):
        try:
            return await fetch_once(url, timeout_s)
        except HTTPClientError as error:
            if 400 <= error.code < 500:
                raise
        except OSError:  # refused, lost, or a TimeoutError
            pass
        await asyncio.sleep(pause_s)
    return await fetch_once(url, timeout_s)  # the last try: its error is the caller's
