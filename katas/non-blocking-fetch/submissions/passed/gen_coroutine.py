"""The decorated coroutine of older code: `yield` where a native one says `await`."""

from tornado import gen
from tornado.httpclient import AsyncHTTPClient


@gen.coroutine
def fetch(url):
    response = yield AsyncHTTPClient().fetch(url)
    return response.body
