# shape: call
# cause: file
"""Reads from a fifo that is written late, with the account hidden."""

import asyncio
import gc
import os
import threading
import time


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


def late(path):
    with open(path, "wb") as file:
        time.sleep(0.4)
        file.write(b"x")


async def f():
    path = f"{os.getcwd()}/fifo"
    os.mkfifo(path)
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    threading.Thread(target=late, args=[path]).start()
    with open(path, "rb") as file:
        file.read()  # BLAME
