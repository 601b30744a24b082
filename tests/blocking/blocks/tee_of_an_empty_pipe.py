# shape: call
# cause: other
"""Copies from one pipe to another, through C, before there is anything in it."""

import ctypes
import os
import threading

libc = ctypes.CDLL(None)


async def f():
    source, full = os.pipe()
    empty, target = os.pipe()
    threading.Timer(0.2, os.write, [full, b"hello"]).start()
    libc.tee(source, target, ctypes.c_size_t(5), 0)  # BLAME
    for descriptor in (source, full, empty, target):
        os.close(descriptor)
