# shape: call
# cause: network
"""Accepts a connection on a blocking socket before anybody has come."""

import socket
import threading


async def f():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Timer(0.2, socket.create_connection, [listener.getsockname()]).start()
        listener.accept()  # BLAME
