"""Tornado's gen.with_timeout, a deadline as a timedelta; what fails later than that is nobody's news any more."""

from datetime import timedelta

from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPClientError


def is_worth_another_try(error):
    return not isinstance(error, HTTPClientError) or error.code >= 500


async def fetch_with_retries(url, tries=4, timeout_s=5.0, pause_s=1.0):
    try:
        response = await gen.with_timeout(
            timedelta(seconds=timeout_s),
            AsyncHTTPClient().fetch(url, request_timeout=timeout_s + 1),
            quiet_exceptions=HTTPClientError,
        )
    except Exception as error:
        if tries <= 1 or not is_worth_another_try(error):
            raise
    else:
        return response.body
    await gen.sleep(pause_s)
    return await fetch_with_retries(url, tries - 1, timeout_s, 2 * pause_s)
