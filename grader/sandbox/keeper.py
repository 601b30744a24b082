"""The first process of a candidate's PID namespace: it tells how the candidate ended, and takes all down with itself.

What it has to say goes through a status pipe, whose reading end is the judge's alone. The candidate writes the first
byte, when all layers are on and nothing of the submission has run yet; the keeper writes the last record.
"""

import os
import select
import signal
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from grader.sandbox import kernel
from grader.sandbox.kernel import Prctl

_READY: Final = b"+"
_FAILED: Final = b"-"
_RECORD = struct.Struct("=iddq")  # wait status, seconds in user mode, seconds in the kernel, KiB at most resident
_MOST_BYTES: Final = 512
_MOST_DESCRIPTORS: Final = 4096


class NotConfinedError(RuntimeError):
    """A layer could not be put on: no submission has run. It is the machine's fault or ours, never the learner's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a candidate ended: what wait4 told its keeper. `status` is the raw wait status."""

    status: int
    cpu_s: float
    peak_rss_kb: int


def keep(status: int, prepare: Callable[[], None], candidate: Callable[[], None]) -> NoReturn:
    """Be the first process: `prepare` the view, fork the `candidate` and wait for its end.

    When this process ends, the kernel kills whatever is left in the namespace. It ends with the candidate, or when
    nobody reads the status pipe any more.
    """
    try:
        prepare()
        # Before the fork: there is no moment in which the candidate could look in here.
        kernel.prctl(Prctl.SET_DUMPABLE, 0)
        pid = os.fork()
        if pid == 0:
            _be(candidate)
        _watch(pid, status)
    except OSError as error:
        say_failed(status, error)
    finally:
        os._exit(0)


def say_ready(status: int) -> None:
    """Tell the judge, as the candidate, that all layers are on. The last act before the submission's first."""
    os.write(status, _READY)
    os.close(status)


def say_failed(status: int, error: BaseException) -> None:
    """Tell the judge that a layer could not be put on."""
    with suppress(OSError):
        os.write(status, _FAILED + f"{type(error).__name__}: {error}".encode()[: _MOST_BYTES - 2] + b"\n")


def wait_ready(status: int, within_s: float) -> None:
    """Wait, as the judge, until the candidate is confined. Raises NotConfinedError."""
    if not select.select([status], [], [], within_s)[0]:
        raise NotConfinedError(f"nothing was heard of the candidate for {within_s:g} s")
    first = os.read(status, 1)
    if first != _READY:
        # What the keeper says of the end may be there already; it is behind the line.
        line = os.read(status, _MOST_BYTES).partition(b"\n")[0] if first == _FAILED else b""
        reason = line.decode("utf-8", "replace")
        raise NotConfinedError(reason or "the candidate ended before it was confined")


def candidate_of(keeper: int) -> int:
    """Give the candidate's process id outside of its namespace. Raises ProcessLookupError where it has gone.

    Who is an orphan in the namespace becomes a child of the keeper too, but comes later.
    """
    children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text("ascii").split()
    if not children:
        raise ProcessLookupError(keeper)
    return int(children[0])


def read_end(status: int) -> Ended | None:
    """Read the record, as the judge, when the keeper has ended; None where it was killed before it wrote one."""
    record = b""
    while piece := os.read(status, _MOST_BYTES):
        record += piece
    if len(record) != _RECORD.size:
        return None
    raw, user_s, kernel_s, peak_rss_kb = _RECORD.unpack(record)
    return Ended(status=raw, cpu_s=user_s + kernel_s, peak_rss_kb=peak_rss_kb)


def _be(candidate: Callable[[], None]) -> NoReturn:
    try:
        candidate()
    finally:
        os._exit(1)


def _watch(pid: int, status: int) -> None:
    kept = _close_all_but(status)
    # A handler of this kind wakes poll up by a byte; the signal alone may come a moment before poll begins.
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    poll = select.poll()
    poll.register(woken, select.POLLIN)
    poll.register(kept, 0)  # POLLERR: nobody reads any more
    while (record := _reap(pid)) is None:
        for descriptor, _ in poll.poll():
            if descriptor == kept:
                return
            with suppress(BlockingIOError):
                os.read(woken, _MOST_BYTES)
    os.write(kept, record)


def _reap(candidate: int) -> bytes | None:
    """Reap whatever has ended; give the record once the candidate is among them."""
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if pid == candidate:
            return _RECORD.pack(status, usage.ru_utime, usage.ru_stime, usage.ru_maxrss)
        if pid == 0:
            return None


def _close_all_but(status: int) -> int:
    os.dup2(status, 0)
    os.closerange(1, _MOST_DESCRIPTORS)
    return 0
