# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Asks by process_vm_writev whether it could write into its parent; it writes no byte, and even that is refused."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


async def answer(n):
    if libc.process_vm_writev(os.getppid(), None, 0, None, 0, 0) == 0:
        print("reached the parent's memory")
    return 0
