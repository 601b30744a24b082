# shape: fetch
"""Fetches with urllib in a thread, and awaits the thread."""

import urllib.request

from tornado.ioloop import IOLoop


def download(url):
    return urllib.request.urlopen(url).read()


async def f(url):
    return await IOLoop.current().run_in_executor(None, download, url)
