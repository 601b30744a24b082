# shape: call
"""Receives from a socket through the loop."""

import asyncio
import socket
import threading


async def f():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    threading.Timer(0.2, theirs.sendall, [b"hello"]).start()
    return await asyncio.get_running_loop().sock_recv(ours, 5)
