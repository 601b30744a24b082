# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Asks for the kernel's rare services, which have had holes: io_uring, userfaultfd, keys; each call is refused."""

import ctypes
import os
import platform

IO_URING, (USERFAULT, KEYCTL) = 425, {"x86_64": (323, 250)}.get(platform.machine(), (282, 219))
libc = ctypes.CDLL(None, use_errno=True)


async def answer(n):
    room = ctypes.create_string_buffer(512)
    for name, arguments in (("io_uring", (IO_URING, 1, room)), ("userfaultfd", (USERFAULT, 0))):
        if (made := libc.syscall(*arguments)) >= 0:
            print("reached", name)
            os.close(made)
    if libc.syscall(KEYCTL, 0, -1, 0) >= 0:
        print("reached the session's keys")
    return 0
