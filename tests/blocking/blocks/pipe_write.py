# shape: call
# cause: file
"""Writes more into a pipe than it holds."""

import os
import threading
import time


def read_late(descriptor):
    time.sleep(0.25)
    while os.read(descriptor, 100_000):
        pass


async def f():
    theirs, ours = os.pipe()
    threading.Thread(target=read_late, args=(theirs,)).start()
    os.write(ours, bytes(500_000))  # BLAME
    os.close(ours)
