"""Whoever writes the await before the async.

Tempting, because the changed line is the only one that looks wrong. `await` exists inside `async def` only;
in a plain function it is a syntax error, and the file cannot be loaded.
"""

from tornado.httpclient import AsyncHTTPClient


def fetch(url):
    response = await AsyncHTTPClient().fetch(url)
    return response.body
