# shape: fetch
# cause: network
"""Calls a remote procedure: the socket is read more than ten frames below."""

import contextlib
import xmlrpc.client
from xml.parsers.expat import ExpatError


async def f(url):
    server = xmlrpc.client.ServerProxy(url)
    with contextlib.suppress(ExpatError):
        server.system.listMethods()  # BLAME
