"""Whoever takes the synchronous program of the guide as it is.

Tempting, because it works in a script. HTTPClient runs an event loop of its own until the answer is there, and
a thread whose loop is already running cannot run a second one: RuntimeError, before any request is made.
"""

from tornado.httpclient import HTTPClient


def fetch(url):
    http_client = HTTPClient()
    response = http_client.fetch(url)
    return response.body
