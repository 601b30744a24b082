# shape: call
# cause: network
"""Looks a name up while the name server takes its time."""

import contextlib
import ctypes
import socket
import struct
import threading
import time

libc = ctypes.CDLL(None)
libc.__res_state.restype = ctypes.c_void_p


def answer_late(server):
    pause_s = 0.25
    while True:
        query, asker = server.recvfrom(512)
        time.sleep(pause_s)
        server.sendto(query[:2] + b"\x81\x83" + query[4:], asker)  # there is no such name
        pause_s = 0


def ask(address):
    """Let the resolver of this thread ask the server at `address` alone."""
    libc.__res_init()
    host, port = address
    servers = struct.pack("=iHH4s8x", 1, socket.AF_INET, socket.htons(port), socket.inet_aton(host))
    ctypes.memmove(libc.__res_state() + 16, servers, len(servers))


async def f():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    threading.Thread(target=answer_late, args=(server,), daemon=True).start()
    ask(server.getsockname())
    with contextlib.suppress(OSError):
        socket.getaddrinfo("slow.invalid.", 80, socket.AF_INET, socket.SOCK_STREAM)  # BLAME
