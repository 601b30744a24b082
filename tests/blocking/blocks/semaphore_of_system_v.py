# shape: call
# cause: other
"""Waits for a semaphore of System V, through C, until its time-out."""

import ctypes
import struct

libc = ctypes.CDLL(None)


async def f():
    semaphores = libc.semget(0, 1, 0o600)
    take_one = struct.pack("=Hhh", 0, -1, 0)
    libc.semtimedop(semaphores, take_one, 1, struct.pack("=qq", 0, 200_000_000))  # BLAME
    libc.semctl(semaphores, 0, 0)
