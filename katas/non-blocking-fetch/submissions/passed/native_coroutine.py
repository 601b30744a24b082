"""The native coroutine: await the asynchronous client, and errors travel by themselves."""

from tornado.httpclient import AsyncHTTPClient


async def fetch(url):
    response = await AsyncHTTPClient().fetch(url)
    return response.body
