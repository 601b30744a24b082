# shape: fetch
# cause: network
"""Logs through an HTTPHandler, which asks a web server for each line and waits."""

import logging
import logging.handlers
import urllib.parse

LOG = logging.getLogger("far")


async def f(url):
    parts = urllib.parse.urlsplit(url)
    LOG.addHandler(logging.handlers.HTTPHandler(parts.netloc, parts.path))
    LOG.error("something happened")  # BLAME
