"""Whoever changes HTTPClient to AsyncHTTPClient and nothing else.

Tempting, because the two clients look alike and the import was the problem. The asynchronous fetch returns a
Future at once, and a Future has no body.
"""

from tornado.httpclient import AsyncHTTPClient


async def fetch(url):
    response = AsyncHTTPClient().fetch(url)
    return response.body
