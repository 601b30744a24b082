"""The learner's file, opened once and read with distrust."""

import errno
import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from grader.errors import GraderError
from grader.report import Message, OwnFile, Submission

SIZE_LIMIT_BYTES = 256 * 1024


class SubmissionMissingError(GraderError):
    """There is no such file; `start` makes one."""


class _UnreadableError(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


def read_submission(path: Path, shown_as: str, files: Sequence[str] = ()) -> Submission:
    """Read the file at the absolute `path`; `shown_as` is the path in the learner's own words.

    `files` are others that belong to it, by their paths relative to its folder. What can't be graded (a folder, a
    link, a FIFO, a device, too large, not UTF-8, with NUL, empty; one of `files` that is not there) is no error here:
    the submission then carries the `problem`, and its verdict is `invalid`. Raises SubmissionMissingError where there
    is no file at all, and GraderError where the system refuses to read it.
    """
    data, shown_as = b"", _as_text(shown_as)
    try:
        data = _read_regular_file(path, shown_as)
        source = _text(data, shown_as)
        if not source.strip():
            raise _unreadable("submission.empty", shown_as)
        others = tuple(_own_file(path, shown_as, name) for name in files)
    except _UnreadableError as error:
        return Submission(path=shown_as, sha256=hashlib.sha256(data).hexdigest(), source="", problem=error.message)
    return Submission(path=shown_as, sha256=hashlib.sha256(data).hexdigest(), source=source, files=others)


def _own_file(submission: Path, shown_as: str, name: str) -> OwnFile:
    path, shown = submission.parent / name, _as_text(str(Path(shown_as).parent / name))
    try:
        return OwnFile(name=name, path=shown, source=_text(_read_regular_file(path, shown), shown))
    except SubmissionMissingError:
        raise _unreadable("submission.file-missing", shown) from None


def _as_text(path: str) -> str:
    """Give a path that can be sent and printed: a file's name may hold bytes that are no text."""
    return path.encode("utf-8", "backslashreplace").decode()


def _read_regular_file(path: Path, shown_as: str) -> bytes:
    # O_NONBLOCK: a FIFO without a writer must not hang us. O_NOFOLLOW: the file graded is the file named.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: with NUL, no file has such a name
        raise SubmissionMissingError("submission.missing", path=shown_as) from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise _unreadable("submission.link" if path.is_symlink() else "submission.not-regular", shown_as) from None
        raise GraderError("submission.refused", path=shown_as, reason=error.strerror or "") from None
    try:
        return _bounded(descriptor, shown_as)
    except OSError as error:  # some files of /proc can be opened, but not read
        raise GraderError("submission.refused", path=shown_as, reason=error.strerror or "") from None
    finally:
        os.close(descriptor)


def _bounded(descriptor: int, shown_as: str) -> bytes:
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(mode):
        raise _unreadable("submission.folder", shown_as)
    if not stat.S_ISREG(mode):
        raise _unreadable("submission.not-regular", shown_as)
    data = b""
    # One byte more than allowed tells "too large" without trusting st_size, which may change.
    while len(data) <= SIZE_LIMIT_BYTES and (piece := os.read(descriptor, SIZE_LIMIT_BYTES + 1 - len(data))):
        data += piece
    if len(data) > SIZE_LIMIT_BYTES:
        raise _unreadable("submission.too-large", shown_as, limit_kb=SIZE_LIMIT_BYTES // 1024)
    return data


def _text(data: bytes, shown_as: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable("submission.not-utf8", shown_as, line=line) from None
    if "\0" in text:
        raise _unreadable("submission.nul", shown_as, line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _unreadable(code: str, path: str, **values: str | int) -> _UnreadableError:
    return _UnreadableError(Message(code=code, values={"path": path, **values}))
