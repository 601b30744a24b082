# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Connects to a socket in the machine's /tmp, as to a database or to docker; its /tmp is another one."""

import contextlib
import socket

FOUND = b""
with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as there:
    there.settimeout(0.5)
    there.connect("@socket@")
    FOUND = there.recv(100)


async def answer():
    return FOUND.decode()
