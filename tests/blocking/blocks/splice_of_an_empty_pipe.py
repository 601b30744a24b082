# shape: call
# cause: other
"""Lets the kernel move bytes from one pipe to another before there are any."""

import os
import threading


async def f():
    source, full = os.pipe()
    empty, target = os.pipe()
    threading.Timer(0.2, os.write, [full, b"hello"]).start()
    os.splice(source, target, 5)  # BLAME
    for descriptor in (source, full, empty, target):
        os.close(descriptor)
