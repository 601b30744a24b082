"""How fast and how busy this machine is, and which of its counters work: measured once, in some milliseconds.

A limit for processor time means another thing on a slow machine. What stretches it is how long a fixed piece of Python
takes here, in processor time, so that a busy machine does not stretch it as well.
"""

import functools
import os
import threading
import time
from pathlib import Path

import msgspec

from grader.instruments.gil import gil_futex
from grader.instruments.proc_files import read_once

_ROUNDS = 7
_STEPS = 30_000
_REFERENCE_NS = 1_500_000
"""What the piece takes on the machine of docs/measurement.md, with Python 3.11."""
_MOST = 4.0
_SAME = 2.0
_NAPS = 3
_NAP_S = 0.001
_CONTEND_S = 0.012


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `cpu_scale`: by how much the limit for processor time is stretched, 1 to 4.

    `wakeup_delay_s`: how late a sleeping thread was woken at worst. `has_run_delay`: whether the kernel counts for how
    long a thread is kept from a processor; `has_system_calls`: whether it shows in which call a thread is; `has_gil`:
    whether a wait for the interpreter's lock can be told from others.
    """

    cpu_scale: float = 1.0
    wakeup_delay_s: float = 0.0
    has_run_delay: bool = True
    has_system_calls: bool = True
    has_gil: bool = True

    @property
    def missing(self) -> tuple[str, ...]:
        """Name what this machine does not tell."""
        told = {"run_delay": self.has_run_delay, "system_call": self.has_system_calls, "gil": self.has_gil}
        return tuple(name for name, is_told in told.items() if not is_told)


@functools.cache
def calibrated() -> Calibration:
    """Measure this machine; later calls in the process, or in one forked from it, get the same answer."""
    fastest_ns = min(_piece_ns() for _ in range(_ROUNDS))
    return Calibration(
        cpu_scale=_scale(fastest_ns),
        wakeup_delay_s=round(max(_late_s() for _ in range(_NAPS)), 6),
        has_run_delay=_counts_run_delay(),
        has_system_calls=read_once(f"/proc/self/task/{threading.get_native_id()}/syscall") is not None,
        has_gil=gil_futex() != 0,
    )


def _scale(fastest_ns: int) -> float:
    ratio = fastest_ns / _REFERENCE_NS
    # Processor time itself varies on a shared machine, by half and more, and with the version of Python.
    return 1.0 if ratio < _SAME else round(min(_MOST, ratio), 2)


def _piece_ns() -> int:
    began_ns = time.thread_time_ns()
    total = 0
    for number in range(_STEPS):
        total += number * number % 7
    return time.thread_time_ns() - began_ns


def _late_s() -> float:
    began_s = time.perf_counter()
    time.sleep(_NAP_S)
    return time.perf_counter() - began_s - _NAP_S


def _counts_run_delay() -> bool:
    """Tell by a contest: on some kernels the counter is there and never moves, and no setting says so."""
    try:
        allowed = os.sched_getaffinity(0)
        before = _run_delay_ns()
        os.sched_setaffinity(0, {min(allowed)})
    except (OSError, AttributeError, IndexError, ValueError):
        return False
    rival = os.fork()
    if rival == 0:
        _spin()
        os._exit(0)
    try:
        _spin()
        return _run_delay_ns() > before
    finally:
        os.waitpid(rival, 0)
        os.sched_setaffinity(0, allowed)


def _spin() -> None:
    deadline_s = time.monotonic() + _CONTEND_S
    while time.monotonic() < deadline_s:
        pass


def _run_delay_ns() -> int:
    return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1])
