"""Which of the kata's limits a candidate crossed, by all signs there are, and what is said of it."""

import errno
import math
import signal
from typing import Any

from grader.judge.candidate_process import Exit
from grader.judge.job import Limits
from grader.judge.message_limit import MessageTooLargeError
from grader.judge.tally import Breach, Resource
from grader.report import Message
from grader.wire.channel import FRAME_LIMIT_BYTES, FrameTooLargeError
from grader.wire.faults import origin

_KIBIBYTE = 1024
# By module and name: what was raised in the submission's process is a stand-in here, of the class's own names.
_OF_A_MESSAGE = {
    (FrameTooLargeError.__module__, FrameTooLargeError.__name__): "judge.message-too-large",
    (MessageTooLargeError.__module__, MessageTooLargeError.__name__): "judge.message-to-submission-too-large",
}

_COUNTED = {
    Resource.PROCESSES: "judge.too-many-processes",
    Resource.THREADS: "judge.too-many-threads",
    Resource.MEMORY: "judge.too-much-memory",
    Resource.CPU: "judge.too-much-cpu",
    Resource.NEW_FILES: "judge.too-many-files",
}
# The kernel's own limits say no; Python makes these errors of it, and the submission could have gone on.
_REFUSED = {errno.EFBIG: ("judge.file-too-large", "file_mb"), errno.EMFILE: ("judge.too-many-open-files", "open_files")}


def of_breach(breach: Breach, limits: Limits) -> Message:
    """Say what the warden counted."""
    values: dict[str, Any] = {"limit": _number(getattr(limits, breach.resource))}
    if breach.resource is not Resource.CPU and breach.resource is not Resource.NEW_FILES:  # ended at the limit
        values["used"] = _number(round(breach.used))
    return Message(code=_COUNTED[breach.resource], values=values)


def of_output(limits: Limits) -> Message:
    """Say that too much was printed."""
    return Message(code="judge.too-much-output", values={"limit": _number(limits.output_kb)})


def of_exit(end: Exit, limits: Limits) -> Message | None:
    """Say which limit ended the process, or None where none did: the kernel's signals, not the warden's.

    Anybody can send such a signal, so the account has to agree. For its limit the kernel counts in ticks, for the
    account exactly: these two differ.
    """
    spent = {int(signal.SIGXCPU): limits.cpu_s / 2, int(signal.SIGKILL): limits.cpu_s}.get(end.signal or 0, math.inf)
    if end.cpu_s >= spent:
        return Message(code="judge.too-much-cpu", values={"limit": _number(limits.cpu_s)})
    if end.signal == signal.SIGXFSZ:
        return Message(code="judge.file-too-large", values={"limit": _number(limits.file_mb)})
    return None


def of_error(error: BaseException, limits: Limits) -> Message | None:
    """Say which limit an exception is about, or None where it is about none."""
    if code := _OF_A_MESSAGE.get((type(error).__module__, type(error).__name__)):
        return _of_message(code, error, limits)
    if origin(error) is None:
        return None
    if isinstance(error, MemoryError):
        return Message(code="judge.no-memory", values={"limit": _number(limits.memory_mb)})
    if isinstance(error, OSError) and error.errno in _REFUSED:
        code, limit = _REFUSED[error.errno]
        return Message(code=code, values={"limit": _number(getattr(limits, limit))})
    return None


def _of_message(code: str, error: BaseException, limits: Limits) -> Message:
    size_bytes = getattr(error, "size_bytes", None)
    used = _number(-(-size_bytes // _KIBIBYTE)) if type(size_bytes) is int else "?"
    where = origin(error)
    text = where.text if where is not None else str(error)
    limit = _number(min(limits.message_kb, FRAME_LIMIT_BYTES // _KIBIBYTE))
    return Message(code=code, values={"limit": limit, "used": used, "error": text})


def _number(value: float) -> str:
    return f"{value:.12g}"
