"""Counters that the kernel keeps of one thread: time on a processor, time spent waiting for one, sleeps.

Per thread, wall = cpu + run_delay + off holds within 1 ms on Linux; `off` is what remains: the thread slept.
"""

import os
import resource
import threading
import time
from pathlib import Path
from typing import NamedTuple

_RUSAGE_THREAD = getattr(resource, "RUSAGE_THREAD", resource.RUSAGE_SELF)
_TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
_STEAL_FIELD = 8


class Reading(NamedTuple):
    """The counters at one instant, in nanoseconds; `others_cpu_ns` is of the process without this thread."""

    wall_ns: int
    cpu_ns: int
    run_delay_ns: int
    switches: int
    others_cpu_ns: int


class ThreadCounters:
    """Reads the counters of the thread that made it; about 3 µs a reading."""

    def __init__(self) -> None:
        """Open what the kernel offers; without schedstat, `run_delay_ns` stays 0 and `names` says so."""
        self._schedstat = _open(Path(f"/proc/self/task/{threading.get_native_id()}/schedstat"))

    @property
    def names(self) -> tuple[str, ...]:
        """Tell which counters work here."""
        delay = ("run_delay",) if self._schedstat is not None else ()
        return ("wall", "thread_cpu", *delay, "voluntary_switches")

    def read(self) -> Reading:
        """Take a reading; call it on the thread that made this object."""
        delay = 0 if self._schedstat is None else int(os.pread(self._schedstat, 64, 0).split()[1])
        cpu = time.thread_time_ns()
        return Reading(
            time.perf_counter_ns(),
            cpu,
            delay,
            resource.getrusage(_RUSAGE_THREAD).ru_nvcsw,
            time.process_time_ns() - cpu,
        )

    def close(self) -> None:
        """Give the descriptor back."""
        if self._schedstat is not None:
            os.close(self._schedstat)
            self._schedstat = None


class StealCounter:
    """Reads the time that a hypervisor took from this machine; in steps of 10 ms, over all processors."""

    def __init__(self) -> None:
        """Open /proc/stat where there is one."""
        self._stat = _open(Path("/proc/stat"))

    def read_ns(self) -> int:
        """Give the time taken since the machine started, in nanoseconds."""
        if self._stat is None:
            return 0
        fields = os.pread(self._stat, 256, 0).split(b"\n", 1)[0].split()
        return int(fields[_STEAL_FIELD]) * _TICK_NS if len(fields) > _STEAL_FIELD else 0


class SystemCallReader:
    """Tells in which system call a thread of this process is, without touching the thread."""

    def __init__(self, native_id: int) -> None:
        """Open the thread's file; where there is none, every answer is None."""
        self._file = _open(Path(f"/proc/self/task/{native_id}/syscall"))

    def read(self) -> str | None:
        """Give the kernel's line ("running", or the call's number and arguments)."""
        if self._file is None:
            return None
        try:
            return os.pread(self._file, 256, 0).decode("ascii", "replace").strip()
        except OSError:
            return None

    def close(self) -> None:
        """Give the descriptor back."""
        if self._file is not None:
            descriptor, self._file = self._file, None
            os.close(descriptor)


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
