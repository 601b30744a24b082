# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Connects to the same secret by IPv6; that loopback is another one as well."""

import contextlib
import socket

FOUND = b""
with contextlib.suppress(OSError), socket.create_connection(("::1", int("@port6@")), timeout=0.5) as there:
    FOUND = there.recv(100)


async def answer():
    return FOUND.decode()
