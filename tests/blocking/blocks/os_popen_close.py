# shape: call
# cause: process
"""Closes a pipe of `os.popen`, which waits for the program."""

import os


async def f():
    pipe = os.popen("exec sleep 0.25", "w")
    pipe.close()  # BLAME
