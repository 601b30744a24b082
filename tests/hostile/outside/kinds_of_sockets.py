# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Makes sockets of the kinds that no web program needs: raw ones, packets, the hypervisor, the kernel's ciphers."""

import contextlib
import socket

KINDS = (
    ("AF_INET", "SOCK_RAW"),
    ("AF_PACKET", "SOCK_RAW"),
    ("AF_VSOCK", "SOCK_STREAM"),
    ("AF_ALG", "SOCK_SEQPACKET"),
    ("AF_BLUETOOTH", "SOCK_RAW"),
    ("AF_CAN", "SOCK_RAW"),
)


async def answer(n):
    for family, kind in KINDS:
        if hasattr(socket, family):
            with contextlib.suppress(OSError), socket.socket(getattr(socket, family), getattr(socket, kind), 1):
                print("reached", family)
    return 0
