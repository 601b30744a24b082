# shape: call
# cause: network
"""Waits in `select` for a socket: the loop has a selector for that."""

import select
import socket
import threading


async def f():
    ours, theirs = socket.socketpair()
    threading.Timer(0.2, theirs.sendall, [b"hello"]).start()
    select.select([ours], [], [])  # BLAME
    return ours.recv(5)
