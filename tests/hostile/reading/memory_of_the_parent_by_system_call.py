# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Reads its parent's memory by process_vm_readv, at an address they have in common; the call is refused."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


class Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


async def answer(n):
    ours, theirs = ctypes.create_string_buffer(8), ctypes.cast(libc.getpid, ctypes.c_void_p).value
    here, there = Piece(ctypes.addressof(ours), 8), Piece(theirs, 8)
    if libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
        print("reached the parent's memory")
    return 0
