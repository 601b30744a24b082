"""Whoever has only ever fetched pages in English.

Tempting, because text is nicer to work with, and decode works for every page tried. A picture is not text in any
encoding, and the caller was promised bytes.
"""

from tornado.httpclient import AsyncHTTPClient


async def fetch(url):
    response = await AsyncHTTPClient().fetch(url)
    return response.body.decode()
