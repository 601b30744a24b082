# shape: call
# cause: network
"""Waits in `poll` for a socket."""

import select
import socket
import threading


async def f():
    ours, theirs = socket.socketpair()
    threading.Timer(0.2, theirs.sendall, [b"hello"]).start()
    poll = select.poll()
    poll.register(ours, select.POLLIN)
    poll.poll()  # BLAME
    return ours.recv(5)
