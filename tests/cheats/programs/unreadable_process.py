# shape: call
# cause: sleep
"""Makes its process unreadable for others of its user, renames its thread, and sleeps."""

import ctypes
import time

libc = ctypes.CDLL(None)
libc.prctl(4, 0, 0, 0, 0)
libc.prctl(15, b") R 0 0", 0, 0, 0)


async def f():
    time.sleep(0.4)  # BLAME
