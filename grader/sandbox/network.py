"""The network that a judge shares with its candidates, and with nobody else: loopback."""

import fcntl
import socket
import struct
from typing import Final

from grader.sandbox import kernel
from grader.sandbox.namespaces import leave

_SIOCGIFFLAGS: Final = 0x8913
_SIOCSIFFLAGS: Final = 0x8914
_IFF_UP: Final = 1
_REQUEST = struct.Struct("16sh14x")


def enter_own_network() -> None:
    """Move this process into a network of its own, in which loopback is up and nothing else is there.

    For the judge, before it forks and before it has a second thread. Sockets that are open stay where they were.
    """
    leave(kernel.CLONE_NEWNET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        name = b"lo"
        flags = _REQUEST.unpack(fcntl.ioctl(sock, _SIOCGIFFLAGS, _REQUEST.pack(name, 0)))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, _REQUEST.pack(name, flags | _IFF_UP))
