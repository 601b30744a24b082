# shape: call
# cause: network
"""Tells the watchdog's thread to stop, and reads from a socket on which nothing comes."""

import gc
import socket
import threading


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("Sampler")._stopped.set()
    ours, theirs = socket.socketpair()
    threading.Timer(0.4, theirs.send, [b"x"]).start()
    ours.recv(1)  # BLAME
