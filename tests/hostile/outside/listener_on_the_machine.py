# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Connects to a port of the machine's loopback, where a secret is told; its loopback is another one."""

import contextlib
import socket

FOUND = b""
with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int("@port@")), timeout=0.5) as there:
    FOUND = there.recv(100)


async def answer():
    return FOUND.decode()
