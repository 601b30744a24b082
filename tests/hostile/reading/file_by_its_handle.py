# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Asks for a handle of the root folder, by which files could be opened past every view; the call is refused."""

import ctypes
import platform

NAME_TO_HANDLE_AT, AT_FDCWD = 303 if platform.machine() == "x86_64" else 264, -100
libc = ctypes.CDLL(None, use_errno=True)


async def answer(n):
    room = ctypes.create_string_buffer(b"\x80\0\0\0" + b"\0" * 256)
    mount = ctypes.c_int()
    if libc.syscall(NAME_TO_HANDLE_AT, AT_FDCWD, b"/", room, ctypes.byref(mount), 0) == 0:
        print("reached a handle of the root folder")
    return 0
