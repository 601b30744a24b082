"""Fetch a page: the blocking way. Make it non-blocking."""

from tornado.httpclient import HTTPClient


def fetch(url):
    """Return the body of the page at `url`."""
    response = HTTPClient().fetch(url)
    return response.body
