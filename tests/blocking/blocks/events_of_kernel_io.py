# shape: call
# cause: other
"""Waits for the end of asynchronous file operations of the kernel, none of which was begun, until the time-out."""

import ctypes
import platform

libc = ctypes.CDLL(None)
SETUP, EVENTS = (206, 208) if platform.machine() == "x86_64" else (0, 4)


class Span(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]


async def f():
    context = ctypes.c_ulong(0)
    assert libc.syscall(SETUP, 1, ctypes.byref(context)) == 0
    event = ctypes.create_string_buffer(32)
    libc.syscall(EVENTS, context, ctypes.c_long(1), ctypes.c_long(1), event, ctypes.byref(Span(0, 200_000_000)))  # BLAME
