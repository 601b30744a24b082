# shape: call
# cause: other
"""Receives from a message queue of System V before anything was sent."""

import ctypes
import threading

libc = ctypes.CDLL(None)


async def f():
    queue = libc.msgget(0, 0o600)  # a private one
    message = ctypes.create_string_buffer((1).to_bytes(8, "little") + b"hello")
    threading.Timer(0.2, libc.msgsnd, [queue, message, 5, 0]).start()
    libc.msgrcv(queue, ctypes.create_string_buffer(64), 5, 0, 0)  # BLAME
    libc.msgctl(queue, 0, None)
