# shape: call
# cause: network
"""Receives from a blocking socket whose other end takes its time."""

import socket
import threading


async def f():
    ours, theirs = socket.socketpair()
    threading.Timer(0.2, theirs.sendall, [b"hello"]).start()
    return ours.recv(5)  # BLAME
