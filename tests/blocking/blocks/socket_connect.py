# shape: call
# cause: network
"""Connects to a server whose queue is full, and waits until it gives up."""

import contextlib
import socket


async def f():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        first = socket.create_connection(address)
        with contextlib.suppress(TimeoutError):
            socket.create_connection(address, timeout=0.25)  # BLAME
        first.close()
