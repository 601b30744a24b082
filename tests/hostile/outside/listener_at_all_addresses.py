# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Connects to the machine by the address that means "here"; it means its own loopback."""

import contextlib
import socket

FOUND = b""
with contextlib.suppress(OSError), socket.create_connection(("0.0.0.0", int("@port@")), timeout=0.5) as there:
    FOUND = there.recv(100)


async def answer():
    return FOUND.decode()
