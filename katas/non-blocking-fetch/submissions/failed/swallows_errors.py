"""Whoever wants no exception in the log.

Tempting, because `raise_error=False` makes the traceback go away. It makes the error go away, too: the caller
gets the text of the error page and takes it for the page.
"""

from tornado.httpclient import AsyncHTTPClient


async def fetch(url):
    response = await AsyncHTTPClient().fetch(url, raise_error=False)
    return response.body
