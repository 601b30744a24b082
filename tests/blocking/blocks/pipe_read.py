# shape: call
# cause: process
"""Reads a pipe by its descriptor before anything is in it."""

import os
import threading


async def f():
    ours, theirs = os.pipe()
    threading.Timer(0.2, os.write, [theirs, b"hello"]).start()
    return os.read(ours, 5)  # BLAME
