# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Connects to a socket that has a name and no file; such names belong to the network, and that is another one."""

import contextlib
import socket

FOUND = b""
with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as there:
    there.settimeout(0.5)
    there.connect("\0@name@")
    FOUND = there.recv(100)


async def answer():
    return FOUND.decode()
