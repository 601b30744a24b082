# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Sends one datagram to an address that is reserved for examples; there is no network to send it."""

import socket

SENT = False
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as away:
        SENT = bool(away.sendto(b"x", ("192.0.2.1", 9)))
except OSError as error:
    print(type(error).__name__)


async def answer(n):
    if SENT:
        print("reached the network")
    return 0
