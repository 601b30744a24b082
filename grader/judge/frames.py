"""Frames between the grader and its judges: both trusted, so only framed."""

import socket
import struct

import msgspec

from grader.wire.messages import escaped

_LENGTH = struct.Struct(">I")


def read_frame(sock: socket.socket) -> bytes:
    """Read exactly one frame and not a byte of the next. Raises EOFError at the end of the stream."""
    size = _LENGTH.unpack(_exactly(sock, _LENGTH.size))[0]
    return _exactly(sock, size)


def send_frame(sock: socket.socket, value: msgspec.Struct) -> None:
    """Send one value as a frame."""
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # lone surrogates: an assertion shows them where a submission returned them
        data = msgspec.json.encode(escaped(msgspec.to_builtins(value)))
    sock.sendall(_LENGTH.pack(len(data)) + data)


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
