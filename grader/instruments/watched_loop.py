"""One event loop under watch: what it does between two looks into its selector."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Protocol

from grader.instruments.account import Tick
from grader.instruments.call_site import own_stack
from grader.instruments.sampler import Sightings
from grader.instruments.thread_counters import Reading, SystemCallReader, ThreadCounters

_NOTHING = (0,) * len(Reading._fields)


class Notes(Protocol):
    """Where a loop's ticks are written down."""

    measuring: bool
    slow_ns: int
    is_own: Callable[[str], bool]

    def count(self, wall_ns: int) -> None:
        """Count one tick."""

    def keep(self, tick: Tick) -> None:
        """Count a slow tick and keep it."""

    def steal_since(self, start_ns: int) -> int:
        """Give the time that the hypervisor took since `start_ns`."""


class WatchedLoop:
    """One loop under watch: the tick that is going on, and the thread that runs it."""

    def __init__(self, notes: "Notes") -> None:
        """Begin between two ticks."""
        self._notes = notes
        self._counters: ThreadCounters | None = None
        self._system_call: SystemCallReader | None = None
        self._began: Reading | None = None
        self._left_out: Sequence[int] = _NOTHING
        self._out_since_ns = 0
        self._slept_ns = 0
        self._sleeps = Sightings()
        self.thread = 0
        self.tick_number = 0
        self.tick_start_ns = 0
        self.seen = Sightings()

    def enter(self) -> None:
        """Begin a tick on the calling thread."""
        if not self._notes.measuring:
            return
        thread = threading.get_ident()
        if thread != self.thread or self._counters is None:
            self._move_to(thread)
        # Most ticks are short, and nothing is seen in them: what is empty serves the next one, too.
        if self.seen:
            self.seen = Sightings()
        if self._slept_ns:
            self._slept_ns, self._sleeps = 0, Sightings()
        self._left_out = _NOTHING
        self._began = self._read()
        self.tick_start_ns = self._began.wall_ns

    def leave(self) -> None:
        """End the tick, if one is going on."""
        if self._began is None:
            return
        self.tick_start_ns = 0
        self.tick_number += 1
        began, self._began = self._began, None
        if self._out_since_ns:  # it ends inside of what is left out
            out_ns, *others = self._left_out
            self._left_out = (out_ns + time.perf_counter_ns() - self._out_since_ns, *others)
        # The full reading costs microseconds: only ticks that are worth a line pay for it.
        wall_ns = max(0, time.perf_counter_ns() - began.wall_ns - self._left_out[0])
        if wall_ns < self._notes.slow_ns and not self._slept_ns:
            self._notes.count(wall_ns)
        else:
            self._notes.keep(self._tick(began, self._read()))

    @contextlib.contextmanager
    def left_out(self) -> Iterator[None]:
        """Leave what happens inside out of the tick that is going on."""
        if self._began is None or self._out_since_ns or threading.get_ident() != self.thread:
            yield
            return
        before = self._read()
        self._out_since_ns = before.wall_ns
        try:
            yield
        finally:
            self._out_since_ns = 0
            self._left_out = [t + a - b for t, a, b in zip(self._left_out, self._read(), before, strict=True)]

    def slept(self, duration_ns: int, frame: FrameType) -> None:
        """Note a time.sleep within the tick, and the line that called it."""
        if self._out_since_ns:
            return
        self._slept_ns += duration_ns
        places, call = own_stack(frame, self._notes.is_own)
        self._sleeps.add(places, call, None)

    def system_call(self) -> str | None:
        """Give the kernel's line on the loop's thread."""
        reader = self._system_call  # the loop's thread may close it meanwhile
        return reader.read() if reader else None

    def unfinished(self) -> Tick | None:
        """Give the tick that is going on, seen from another thread: its wall time only counts as waiting."""
        if self._began is None or threading.get_ident() == self.thread:
            return None
        now, began = self._out_since_ns or time.perf_counter_ns(), self._began
        wall_ns = max(0, now - began.wall_ns - self._left_out[0])
        samples = self.seen.samples()
        running = sum(s.count for s in samples if s.system_call == "running")
        share = running / max(1, sum(s.count for s in samples))
        return Tick(
            start_ns=began.wall_ns,
            wall_ns=wall_ns,
            cpu_ns=round(wall_ns * share),
            run_delay_ns=0,
            voluntary_switches=1,
            samples=samples,
        )

    def counter_names(self) -> tuple[str, ...]:
        """Tell which counters work on this loop's thread."""
        return self._counters.names if self._counters else ()

    def close(self) -> None:
        """End the tick that may be going on, and give the descriptors back."""
        self._began, self.tick_start_ns = None, 0
        if self._counters is not None:
            self._counters.close()
            self._counters = None
        if self._system_call is not None:
            self._system_call.close()
            self._system_call = None

    def _move_to(self, thread: int) -> None:
        self.close()
        self.thread = thread
        self._counters = ThreadCounters()
        self._system_call = SystemCallReader(threading.get_native_id())

    def _read(self) -> Reading:
        assert self._counters is not None  # noqa: S101 -- `enter` made them
        return self._counters.read()

    def _tick(self, began: Reading, ended: Reading) -> Tick:
        spent = Reading(*(max(0, e - b - out) for e, b, out in zip(ended, began, self._left_out, strict=True)))
        return Tick(
            start_ns=began.wall_ns,
            wall_ns=spent.wall_ns,
            cpu_ns=spent.cpu_ns,
            run_delay_ns=spent.run_delay_ns,
            voluntary_switches=spent.switches,
            steal_ns=self._notes.steal_since(began.wall_ns),
            others_cpu_ns=spent.others_cpu_ns,
            slept_ns=self._slept_ns,
            samples=self.seen.samples(),
            sleeps=self._sleeps.samples(),
        )
