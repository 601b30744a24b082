"""Whoever takes `async def` for the thing that makes code asynchronous.

Tempting, because it can be awaited now and gives the right bytes. Nothing inside ever awaits: urlopen waits for
the network on the loop's thread, and so does everybody else.
"""

import urllib.request


async def fetch(url):
    with urllib.request.urlopen(url) as response:  # BLAME
        return response.read()
