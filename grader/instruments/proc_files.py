"""Small files of /proc, read hundreds of times a second: kept open where that is possible."""

import os

_LINE_BYTES = 256


def open_file(path: str) -> int | None:
    """Open a file to read; None where there is none, or it is not ours to read."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def read_once(path: str, most_bytes: int = _LINE_BYTES) -> str | None:
    """Give the text of a file, as far as that; None where there is none."""
    file = open_file(path)
    try:
        return read_open(file, most_bytes)
    finally:
        if file is not None:
            os.close(file)


def read_open(file: int | None, most_bytes: int = _LINE_BYTES) -> str | None:
    """Give the text of an open file, from its beginning; None where what it tells of has gone."""
    if file is None:
        return None
    try:
        return os.pread(file, most_bytes, 0).decode("ascii", "replace").strip() or None
    except OSError:
        return None
