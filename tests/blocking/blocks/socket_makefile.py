# shape: call
# cause: network
"""Reads a line from a file made of a socket: it looks like a file and waits for the network."""

import socket
import threading


async def f():
    ours, theirs = socket.socketpair()
    threading.Timer(0.2, theirs.sendall, [b"hello\n"]).start()
    return ours.makefile("rb").readline()  # BLAME
