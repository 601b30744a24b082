"""Tells whether bytes are still on their way between sockets of this machine.

Loopback delivers within `send` as a rule, but a busy machine leaves it to a thread of the kernel: an empty poll on the
other side proves nothing. What proves it is the other kernel end's confirmation. Nobody waits for one here: the peer
may owe nothing but a delayed acknowledgement (40 ms), so both sides confirm what they got before they ask.
"""

import array
import fcntl
import socket
import termios
from collections.abc import Iterable

_SIOCOUTQNSD = 0x894B  # bytes written that were not even sent yet, Linux: include/uapi/linux/sockios.h


def confirm_what_came(descriptors: Iterable[int]) -> None:
    """Send the acknowledgements that this side's TCP sockets owe for what was read, now."""
    for descriptor in descriptors:
        if _unsent(descriptor) is not None:
            _confirm(descriptor)


def under_way(descriptors: Iterable[int]) -> bool:
    """Tell whether a TCP socket of this side has sent bytes that the other end has not confirmed.

    Bytes that a full window holds back do not count: they wait for the peer to read.
    """
    for descriptor in descriptors:
        unsent = _unsent(descriptor)
        # A Unix socket has no such counter, and delivers at once.
        if unsent is not None and _counter(descriptor, termios.TIOCOUTQ) > unsent:
            return True
    return False


def _unsent(descriptor: int) -> int | None:
    try:
        return _counter(descriptor, _SIOCOUTQNSD)
    except OSError:
        return None  # no TCP socket, or one that only listens


def _counter(descriptor: int, request: int) -> int:
    value = array.array("i", [0])
    fcntl.ioctl(descriptor, request, value)
    return value[0]


def _confirm(descriptor: int) -> None:
    default_s = socket.getdefaulttimeout()
    socket.setdefaulttimeout(None)  # or the descriptor would become one that does not block
    sock = socket.socket(fileno=descriptor)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    finally:
        sock.detach()  # the descriptor belongs to somebody else
        socket.setdefaulttimeout(default_s)
