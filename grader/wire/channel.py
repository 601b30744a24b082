"""Frames on a stream socket: four bytes of length, then JSON."""

import select
import socket
import struct
import threading
import time
from collections.abc import Iterator

FRAME_LIMIT_BYTES = 1 << 20
_SEND_TIMEOUT_S = 5.0
_READ_BYTES = 1 << 16
_READ_AT_ONCE_BYTES = 2 * FRAME_LIMIT_BYTES
_LENGTH = struct.Struct(">I")


class ProtocolError(Exception):
    """The other side sent what no honest peer sends."""


class ChannelClosedError(Exception):
    """The other side is gone, or no longer reads."""


class FrameTooLargeError(ValueError):
    """The message has more bytes than the limit; it was not sent, or not taken."""

    def __init__(self, size_bytes: int, limit_bytes: int = FRAME_LIMIT_BYTES) -> None:
        """Say both sizes: who made the message needs to know by how much."""
        super().__init__(f"the message has {size_bytes:,} bytes; {limit_bytes:,} can travel at once")
        self.size_bytes = size_bytes


class Channel:
    """One end of the socket pair. Frames go out whole from any thread; they are read by one thread."""

    def __init__(self, sock: socket.socket) -> None:
        """Take over `sock`, which becomes non-blocking."""
        sock.setblocking(False)
        self._socket = sock
        self._arrived = bytearray()
        self._sending = threading.Lock()
        self._broken = False

    def fileno(self) -> int:
        """Give the descriptor, for a selector."""
        return self._socket.fileno()

    def send(self, payload: bytes) -> None:
        """Send one frame. Raises FrameTooLargeError, or ChannelClosedError where the peer is gone or does not read."""
        if len(payload) > FRAME_LIMIT_BYTES:
            raise FrameTooLargeError(len(payload))
        data = memoryview(_LENGTH.pack(len(payload)) + payload)
        with self._sending:
            if self._broken:
                raise ChannelClosedError("an earlier frame went out in part only")
            deadline_s = time.monotonic() + _SEND_TIMEOUT_S
            while data:
                data = data[self._send_some(data, deadline_s) :]

    def receive(self, *, wait: bool = False) -> Iterator[bytes]:
        """Give the complete frames that are here; with `wait`, at least one.

        A peer that never stops sending does not keep its reader here: after _READ_AT_ONCE_BYTES the rest has to wait
        for the next call. Raises ProtocolError for a frame over the limit, and ChannelClosedError at the end of the
        stream, after all frames before it were given.
        """
        given, taken = False, 0
        for frame in self._complete_frames():
            given = True
            yield frame
        while taken < _READ_AT_ONCE_BYTES or (wait and not given):
            if wait and not given:
                self._wait_for(select.POLLIN, None)
            try:
                data = self._socket.recv(_READ_BYTES)
            except BlockingIOError:
                if given or not wait:
                    return
                continue
            except OSError as error:
                raise ChannelClosedError(str(error)) from None
            if not data:
                raise ChannelClosedError("end of stream")
            taken += len(data)
            self._arrived += data
            for frame in self._complete_frames():
                given = True
                yield frame

    def close(self) -> None:
        """Close the descriptor."""
        self._socket.close()

    def _send_some(self, data: memoryview, deadline_s: float) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            # A peer that takes seconds for one frame is a broken peer; waiting for ever would hand it our time.
            left_s = deadline_s - time.monotonic()
            if left_s > 0 and self._wait_for(select.POLLOUT, left_s * 1000):
                return 0
            self._broken = True
            raise ChannelClosedError("the peer does not read") from None
        except OSError as error:
            self._broken = True
            raise ChannelClosedError(str(error)) from None

    def _wait_for(self, event: int, timeout_ms: float | None) -> bool:
        poll = select.poll()  # select.select knows no descriptor above 1023
        poll.register(self._socket, event)
        return bool(poll.poll(timeout_ms))

    def _complete_frames(self) -> Iterator[bytes]:
        while len(self._arrived) >= _LENGTH.size:
            size = _LENGTH.unpack_from(self._arrived)[0]
            if size > FRAME_LIMIT_BYTES:
                raise ProtocolError(f"a frame of {size} bytes")
            end = _LENGTH.size + size
            if len(self._arrived) < end:
                return
            frame = bytes(self._arrived[_LENGTH.size : end])
            del self._arrived[:end]
            yield frame


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Make the two ends; neither survives an exec unless it is passed on purpose."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
