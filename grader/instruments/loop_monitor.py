"""Measures how long each tick holds the event loop.

A tick runs from the return of the loop's selector to the next look into it: so it also catches a loop that many short
callbacks keep busy, which timing each callback misses. Nothing is judged here; see `rule`.
"""

import array
import asyncio
import contextlib
import functools
import sys
import threading
import time
from asyncio import selector_events
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from grader.instruments.account import Account, Tick
from grader.instruments.call_site import own_stack
from grader.instruments.sampler import Sampler, Sightings
from grader.instruments.thread_counters import Reading, StealCounter, SystemCallReader, ThreadCounters

_SLOW_NS = 1_000_000
_TICKS_KEPT = 2000
_DURATIONS_KEPT = 1_000_000

_real_sleep = time.sleep


class WatchedLoop:
    """One loop under watch: the tick that is going on, and the thread that runs it."""

    def __init__(self, monitor: "LoopMonitor") -> None:
        """Begin between two ticks."""
        self._monitor = monitor
        self._counters: ThreadCounters | None = None
        self._system_call: SystemCallReader | None = None
        self._began: Reading | None = None
        self._left_out: list[int] = [0] * len(Reading._fields)
        self._slept_ns = 0
        self._sleeps = Sightings()
        self.thread = 0
        self.tick_number = 0
        self.tick_start_ns = 0
        self.seen = Sightings()

    def enter(self) -> None:
        """Begin a tick on the calling thread."""
        if not self._monitor.measuring:
            return
        thread = threading.get_ident()
        if thread != self.thread or self._counters is None:
            self._move_to(thread)
        self.seen = Sightings()
        self._slept_ns = 0
        self._sleeps = Sightings()
        self._left_out = [0] * len(Reading._fields)
        self._began = self._read()
        self.tick_start_ns = self._began.wall_ns

    def leave(self) -> None:
        """End the tick, if one is going on."""
        if self._began is None:
            return
        self.tick_start_ns = 0
        self.tick_number += 1
        began, self._began = self._began, None
        # The full reading costs microseconds: only ticks that are worth a line pay for it.
        wall_ns = time.perf_counter_ns() - began.wall_ns
        if wall_ns < _SLOW_NS:
            self._monitor.count(wall_ns)
        else:
            self._monitor.keep(self._tick(began, self._read()))

    @contextlib.contextmanager
    def left_out(self) -> Iterator[None]:
        """Leave what happens inside out of the tick that is going on."""
        if self._began is None or threading.get_ident() != self.thread:
            yield
            return
        before = self._read()
        try:
            yield
        finally:
            self._left_out = [t + a - b for t, a, b in zip(self._left_out, self._read(), before, strict=True)]

    def slept(self, duration_ns: int, frame: FrameType) -> None:
        """Note a time.sleep within the tick, and the line that called it."""
        self._slept_ns += duration_ns
        places, call = own_stack(frame, self._monitor.is_own)
        self._sleeps.add(places, call, None)

    def system_call(self) -> str | None:
        """Give the kernel's line on the loop's thread."""
        return self._system_call.read() if self._system_call else None

    def unfinished(self) -> Tick | None:
        """Give the tick that is going on, seen from another thread: its wall time only counts as waiting."""
        if self._began is None or threading.get_ident() == self.thread:
            return None
        now, began = time.perf_counter_ns(), self._began
        wall_ns = now - began.wall_ns - self._left_out[0]
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

    def _move_to(self, thread: int) -> None:
        if self._counters is not None:
            self._counters.close()
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
            steal_ns=self._monitor.steal_since(began.wall_ns),
            others_cpu_ns=spent.others_cpu_ns,
            slept_ns=self._slept_ns,
            samples=self.seen.samples(),
            sleeps=self._sleeps.samples(),
        )


class LoopMonitor:
    """Watches event loops of this process, in any thread, between `start` and `stop`.

    `is_own` tells by file name which code is one's own: only its lines are ever named.
    """

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        """Watch nothing yet."""
        self.measuring = False
        self.is_own = is_own
        self._loops: dict[int, WatchedLoop] = {}
        self._ticks: list[Tick] = []
        self._durations = array.array("Q")
        self._busy_ns = self._ticks_count = self._start_ns = self._elapsed_ns = 0
        self._steal = StealCounter()
        self._steal_ns: list[tuple[int, int]] = []
        self._sampler = Sampler(lambda: tuple(self._loops.values()), is_own)
        self._sampler.on_round = self._note_steal

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch `loop` (one that waits in a selector, as all of asyncio's and Tornado's on POSIX do)."""
        selector = getattr(loop, "_selector", None)
        if selector is None or id(loop) in self._loops:
            return
        watched = self._loops[id(loop)] = WatchedLoop(self)
        look = selector.select

        def select(timeout: float | None = None) -> Any:
            watched.leave()
            events = look(timeout)
            watched.enter()
            return events

        selector.select = select

    def watch_new_loops(self) -> None:
        """Watch every loop that is made from now on, whoever makes it; for the life of the process."""
        initialise = selector_events.BaseSelectorEventLoop.__init__
        run_forever = asyncio.BaseEventLoop.run_forever

        @functools.wraps(initialise)
        def watched_init(loop: Any, *args: Any, **kwargs: Any) -> None:
            initialise(loop, *args, **kwargs)
            self.watch(loop)

        @functools.wraps(run_forever)
        def watched_run(loop: Any) -> None:
            try:
                run_forever(loop)
            finally:
                # What a thread does after its loop stopped is no longer a tick.
                if watched := self._loops.get(id(loop)):
                    watched.leave()

        # These names are asyncio's own; a loop made before keeps its class, so its methods change as well.
        selector_events.BaseSelectorEventLoop.__init__ = watched_init  # type: ignore[method-assign, assignment]
        asyncio.BaseEventLoop.run_forever = watched_run  # type: ignore[method-assign, assignment]

    def note_sleeps(self) -> None:
        """Let time.sleep tell how long it held a loop; for the life of the process.

        Many short sleeps hold a loop as surely as a long one, but each is over before a sampler looks.
        """

        @functools.wraps(_real_sleep)
        def sleep(seconds: float, /) -> None:
            watched = self._going_on()
            began_ns = time.perf_counter_ns()
            _real_sleep(seconds)
            if watched is not None:
                watched.slept(time.perf_counter_ns() - began_ns, sys._getframe(1))

        time.sleep = sleep  # type: ignore[assignment]

    def start(self) -> None:
        """Begin to measure; ticks that are going on are not counted."""
        self._start_ns = time.perf_counter_ns()
        self._note_steal()
        self.measuring = True
        self._sampler.start()

    def stop(self) -> None:
        """End the measurement, and with it the tick that is going on in the calling thread."""
        if watched := self._going_on():
            watched.leave()
        self._elapsed_ns = time.perf_counter_ns() - self._start_ns
        self.measuring = False
        self._sampler.stop()

    @contextlib.contextmanager
    def left_out(self) -> Iterator[None]:
        """Leave what the calling thread does inside out of the measurement."""
        if watched := self._going_on():
            with watched.left_out():
                yield
        else:
            yield

    def account(self) -> Account:
        """Give all that was seen so far, with the ticks that other threads are in."""
        loops = tuple(self._loops.values())
        unfinished = [tick for tick in (each.unfinished() for each in loops) if tick]
        durations = sorted(self._durations)
        names = next((n for n in (each.counter_names() for each in loops) if n), ())
        return Account(
            start_ns=self._start_ns,
            elapsed_ns=self._elapsed_ns or time.perf_counter_ns() - self._start_ns,
            ticks_count=self._ticks_count,
            busy_ns=self._busy_ns,
            latency_p50_ns=_percentile(durations, 50),
            latency_p99_ns=_percentile(durations, 99),
            counters=(*names, "steal") if names else (),
            ticks=tuple(self._slowest() + unfinished),
        )

    def count(self, wall_ns: int) -> None:
        """Count one tick."""
        self._ticks_count += 1
        self._busy_ns += wall_ns
        if len(self._durations) < _DURATIONS_KEPT:
            self._durations.append(wall_ns)

    def keep(self, tick: Tick) -> None:
        """Count a slow tick and keep it."""
        self.count(tick.wall_ns)
        self._ticks.append(tick)
        if len(self._ticks) >= 2 * _TICKS_KEPT:
            self._ticks = self._slowest()

    def steal_since(self, start_ns: int) -> int:
        """Give the time that the hypervisor took since `start_ns`, as far as the watchdog noted it."""
        self._note_steal()
        before = next((steal for at, steal in reversed(self._steal_ns) if at <= start_ns), self._steal_ns[0][1])
        return self._steal_ns[-1][1] - before

    def _note_steal(self) -> None:
        steal = self._steal.read_ns()
        if not self._steal_ns or steal != self._steal_ns[-1][1]:
            self._steal_ns.append((time.perf_counter_ns(), steal))

    def _slowest(self) -> list[Tick]:
        slowest = sorted(self._ticks, key=lambda tick: -tick.wall_ns)[:_TICKS_KEPT]
        return sorted(slowest, key=lambda tick: tick.start_ns)

    def _going_on(self) -> WatchedLoop | None:
        thread = threading.get_ident()
        return next((each for each in self._loops.values() if each.thread == thread and each.tick_start_ns), None)


def _percentile(ordered: list[int], percent: int) -> int:
    return ordered[(len(ordered) - 1) * percent // 100] if ordered else 0
