# shape: fetch
"""Awaits Tornado's own client."""

from tornado.httpclient import AsyncHTTPClient


async def f(url):
    return (await AsyncHTTPClient().fetch(url)).body
