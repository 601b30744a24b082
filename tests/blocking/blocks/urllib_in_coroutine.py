# shape: fetch
# cause: network
"""Fetches with urllib, which waits for the answer on the loop's thread."""

import urllib.request


async def f(url):
    return urllib.request.urlopen(url).read()  # BLAME
