# shape: call
# cause: sleep
"""Sleeps in C, which no wrapper of `time.sleep` can see."""

import ctypes

libc = ctypes.CDLL(None)


async def f():
    libc.usleep(200_000)  # BLAME
