# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Takes copies of its parent's descriptors by pidfd_getfd; the call is refused."""

import ctypes
import os

PIDFD_GETFD = 438
libc = ctypes.CDLL(None, use_errno=True)


async def answer(n):
    try:
        parent = os.pidfd_open(os.getppid())
    except OSError:
        return 0
    for number in range(64):
        taken = libc.syscall(PIDFD_GETFD, parent, number, 0)
        if taken >= 0:
            print("reached descriptor", number)
            os.close(taken)
    return 0
