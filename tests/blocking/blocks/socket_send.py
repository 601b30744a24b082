# shape: call
# cause: network
"""Sends more than fits, to somebody who reads late."""

import socket
import threading
import time


def read_late(connection):
    time.sleep(0.25)
    while connection.recv(1_000_000):
        pass


async def f():
    ours, theirs = socket.socketpair()
    threading.Thread(target=read_late, args=(theirs,)).start()
    ours.sendall(bytes(2_000_000))  # BLAME
    ours.close()
