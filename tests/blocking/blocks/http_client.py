# shape: fetch
# cause: network
"""Fetches with http.client: the answer is waited for in `getresponse`."""

import http.client
import urllib.parse


async def f(url):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", parts.path)
    return connection.getresponse().read()  # BLAME
