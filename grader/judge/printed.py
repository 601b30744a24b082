"""What a submission prints, on both of its outputs: the last of it, up to a limit."""

import codecs
import os

_PIECE_BYTES = 1 << 16
_KEPT_BYTES = 1 << 16
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


class Printed:
    """Reads a pipe that does not block, and keeps the end of what came."""

    def __init__(self, descriptor: int, limit_bytes: int) -> None:
        """Read nothing yet; over `limit_bytes` it is too much, and nothing more is read."""
        self.is_too_much = False
        self._descriptor = descriptor
        self._limit_bytes = limit_bytes
        self._read_bytes = 0
        self._last = bytearray()

    @property
    def text(self) -> str:
        """Give what was printed last, as far as it is kept."""
        kept = self._last[-_KEPT_BYTES:]
        if len(self._last) > len(kept):  # the cut is not to go through a character
            kept = kept.lstrip(_CONTINUATION_BYTES)
        # A flood was cut anywhere: half a character at its end is left out.
        return codecs.getincrementaldecoder("utf-8")("backslashreplace").decode(kept, final=not self.is_too_much)

    def read(self) -> bool:
        """Read what is there; tells whether more may come."""
        while not self.is_too_much:
            try:
                piece = os.read(self._descriptor, _PIECE_BYTES)
            except BlockingIOError:
                return True
            if not piece:
                return False
            room = self._limit_bytes - self._read_bytes
            self._read_bytes += len(piece)
            self._last += piece[: max(0, room)]
            if len(self._last) > 4 * _KEPT_BYTES:
                del self._last[: -2 * _KEPT_BYTES]
            self.is_too_much = len(piece) > room
        return True
