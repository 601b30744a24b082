"""Frames on a stream socket: four bytes of length, then JSON."""

import select
import socket
import struct
import threading
from collections.abc import Iterator

FRAME_LIMIT_BYTES = 1 << 20
_SEND_TIMEOUT_S = 5.0
_READ_BYTES = 1 << 16
_LENGTH = struct.Struct(">I")


class ProtocolError(Exception):
    """The other side sent what no honest peer sends."""


class ChannelClosedError(Exception):
    """The other side is gone, or no longer reads."""


class FrameTooLargeError(ValueError):
    """The message that was to be sent has more than FRAME_LIMIT_BYTES; nothing was sent."""

    def __init__(self, size: int) -> None:
        """Say both sizes: the writer of a test needs to know by how much."""
        super().__init__(f"the message has {size:,} bytes; {FRAME_LIMIT_BYTES:,} can travel at once")


class Channel:
    """One end of the socket pair. Frames go out whole from any thread; they are read by one thread."""

    def __init__(self, sock: socket.socket) -> None:
        """Take over `sock`, which becomes non-blocking."""
        sock.setblocking(False)
        self._socket = sock
        self._arrived = bytearray()
        self._sending = threading.Lock()

    def fileno(self) -> int:
        """Give the descriptor, for a selector."""
        return self._socket.fileno()

    def send(self, payload: bytes) -> None:
        """Send one frame. Raises FrameTooLargeError, or ChannelClosedError where the peer is gone or does not read."""
        if len(payload) > FRAME_LIMIT_BYTES:
            raise FrameTooLargeError(len(payload))
        data = memoryview(_LENGTH.pack(len(payload)) + payload)
        with self._sending:
            while data:
                data = data[self._send_some(data) :]

    def receive(self, *, wait: bool = False) -> Iterator[bytes]:
        """Give the complete frames that are here; with `wait`, at least one.

        Raises ProtocolError for a frame over the limit, and ChannelClosedError at the end of the stream, after all
        frames before it were given.
        """
        yield from self._complete_frames()
        given = False
        while True:
            if wait and not given:
                select.select([self._socket], [], [])
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
            self._arrived += data
            for frame in self._complete_frames():
                given = True
                yield frame

    def close(self) -> None:
        """Close the descriptor."""
        self._socket.close()

    def _send_some(self, data: memoryview) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            # A peer that does not read for seconds is a broken peer; waiting for ever would hand it our time.
            if select.select([], [self._socket], [], _SEND_TIMEOUT_S)[1]:
                return 0
            raise ChannelClosedError("the peer does not read") from None
        except OSError as error:
            raise ChannelClosedError(str(error)) from None

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
