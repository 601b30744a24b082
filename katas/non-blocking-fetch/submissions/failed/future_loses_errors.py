"""Whoever builds the Future by hand and thinks of success only.

Tempting, because every page that exists arrives. If the request fails, `f.result()` raises inside the callback,
the loop logs it, and the Future that the caller waits for is never settled.
"""

from tornado.concurrent import Future
from tornado.httpclient import AsyncHTTPClient


def fetch(url):
    http_client = AsyncHTTPClient()
    my_future = Future()
    fetch_future = http_client.fetch(url)

    def on_fetch(f):
        my_future.set_result(f.result().body)

    fetch_future.add_done_callback(on_fetch)
    return my_future
