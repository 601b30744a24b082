# shape: call
# cause: sleep
"""Sleeps in C without giving the interpreter lock back, so no other thread can look meanwhile."""

import ctypes

libc = ctypes.PyDLL(None)


async def f():
    libc.usleep(200_000)  # BLAME
