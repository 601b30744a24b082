# shape: call
# cause: other
"""Receives from a POSIX message queue before anything was sent."""

import ctypes
import os
import threading

libc = ctypes.CDLL(None)


async def f():
    name = f"/blocking-{os.getpid()}".encode()
    queue = libc.mq_open(name, os.O_RDWR | os.O_CREAT, 0o600, None)
    libc.mq_unlink(name)
    threading.Timer(0.2, libc.mq_send, [queue, b"hello", 5, 1]).start()
    libc.mq_receive(queue, ctypes.create_string_buffer(65536), 65536, None)  # BLAME
