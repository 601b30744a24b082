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
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from grader.instruments.account import Account, Sample, Tick
from grader.instruments.gil import gil_place
from grader.instruments.own_files import OwnFiles
from grader.instruments.sampler import Sampler
from grader.instruments.schedules import Schedules
from grader.instruments.thread_counters import StealCounter
from grader.instruments.watch import Block, Watch
from grader.instruments.watched_loop import WatchedLoop

_TICKS_KEPT = 2000
_TICKS_BYTES = 500_000
_DURATIONS_KEPT = 1_000_000
_SLOW_NS = 1_000_000
_STEAL_EVERY_NS = 10_000_000  # in such steps it is counted; a reading costs as much as the rest of a tick
_STEALS_KEPT = 10_000


@functools.cache
def _machine_steal() -> StealCounter:
    """Give the one counter of this process: monitors come and go in a long life, and each would keep a descriptor."""
    return StealCounter()


class LoopMonitor:
    """Watches event loops of this process, in any thread, between `start` and `stop`.

    `is_own` tells by file name which code is one's own: only its lines are ever named.
    """

    def __init__(self, is_own: Callable[[str], bool], *, gil: int = 0) -> None:
        """Watch nothing yet. `gil`: the address of the interpreter's lock (see instruments.gil), 0 if unknown.

        `on_tick` may be set: it is called with every slow tick, on the thread of its loop.
        """
        self.measuring = False
        self.gil = gil
        self.slow_ns = _SLOW_NS  # shorter ticks are only counted
        self.on_tick: Callable[[Tick], None] = lambda _: None
        self.is_own = is_own
        self._loops: dict[int, WatchedLoop] = {}
        self._ticks: list[Tick] = []
        self._durations = array.array("Q")
        self._busy_ns = self._ticks_count = self._start_ns = self._elapsed_ns = 0
        self._counter_names: tuple[str, ...] = ()
        self._steal = _machine_steal()
        self._steal_ns: deque[tuple[int, int]] = deque(maxlen=_STEALS_KEPT)
        self._steal_read_ns = 0
        self._sampler = Sampler(lambda: tuple(self._loops.values()), is_own, gil)
        self._sampler.on_round = self._note_steal

    @classmethod
    def watching(
        cls,
        *,
        limit_s: float = 0.05,
        folders: Iterable[str | Path] = (".",),
        on_block: Callable[[Block], None] | None = None,
    ) -> Watch:
        """Watch the loops of one's own program, in a `with` statement; see `Watch` and docs/monitor.md.

        `folders` are where one's own code is, by default below the current folder: only its lines are named. `on_block`
        is called for each block, on the thread of the loop that was held, so it must be quick.
        """
        return Watch(cls(OwnFiles(folders).has, gil=gil_place()), limit_s=limit_s, on_block=on_block)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch `loop` (one that waits in a selector, as all of asyncio's and Tornado's on POSIX do)."""
        selector = getattr(loop, "_selector", None)
        if selector is None or id(loop) in self._loops:
            return
        watched = self._loops[id(loop)] = WatchedLoop(self)
        look, close = selector.select, selector.close

        def select(timeout: float | None = None) -> Any:
            watched.leave()
            events = look(timeout)
            watched.enter()
            return events

        def close_both() -> None:
            # A loop made later may get the same id, and every closed one would keep its descriptors.
            self._loops.pop(id(loop), None)
            self._counter_names = watched.counter_names() or self._counter_names
            watched.close()
            close()

        selector.select = select
        selector.close = close_both
        if asyncio._get_running_loop() is loop:
            watched.enter()  # the tick that is going on counts from here

    def is_watched(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Tell whether `loop` is watched."""
        return id(loop) in self._loops

    def unwatch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Undo `watch`; on the thread that runs `loop`, or when none does."""
        watched = self._loops.pop(id(loop), None)
        if watched is not None:
            selector: Any = getattr(loop, "_selector", None)
            del selector.select, selector.close  # the class's own are there again
            self._counter_names = watched.counter_names() or self._counter_names
            watched.close()

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
            around = asyncio._get_running_loop()
            try:
                run_forever(loop)
            finally:
                if around is not None:
                    # A loop inside a running one is refused, but CPython 3.13.0 then forgets the outer one, and the
                    # next attempt blocks instead.
                    asyncio._set_running_loop(around)
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

        real_sleep = time.sleep

        @functools.wraps(real_sleep)
        def sleep(seconds: float, /) -> None:
            watched = self._going_on()
            began_ns = time.perf_counter_ns()
            real_sleep(seconds)
            if watched is not None:
                watched.slept(time.perf_counter_ns() - began_ns, sys._getframe(1))

        time.sleep = sleep  # type: ignore[assignment]

    @property
    def schedules(self) -> Schedules:
        """Give the lines that schedule bare functions, once `schedules.note` was told of a loop."""
        return self._sampler.schedules

    @property
    def watchdog(self) -> int:
        """Give the kernel's number of the thread that watches: it is never idle, and still no work."""
        return self._sampler.thread

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
        durations = sorted(self._durations)
        names = next((n for n in (each.counter_names() for each in loops) if n), self._counter_names)
        return Account(
            start_ns=self._start_ns,
            elapsed_ns=self._elapsed_ns or time.perf_counter_ns() - self._start_ns,
            ticks_count=self._ticks_count,
            busy_ns=self._busy_ns,
            latency_p50_ns=_percentile(durations, 50),
            latency_p99_ns=_percentile(durations, 99),
            counters=(*names, "steal") if names else (),
            ticks=(*self._telling(), *self.unfinished()),
            hogs=self._sampler.hogs.samples(),
        )

    def unfinished(self) -> tuple[Tick, ...]:
        """Give the ticks that other threads are in, as long as they are by now."""
        return tuple(tick for tick in (each.unfinished() for each in tuple(self._loops.values())) if tick)

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
        self.on_tick(tick)

    def hogs_since(self, start_ns: int) -> tuple[Sample, ...]:
        """Give what other threads than the loops' were executing since an instant, up to now."""
        self._sampler.look_at_others()
        return self._sampler.hogs.samples(start_ns)

    def steal_since(self, start_ns: int) -> int:
        """Give the time that the hypervisor took since `start_ns`."""
        self._note_steal(start_ns)
        before = next((steal for at, steal in reversed(self._steal_ns) if at <= start_ns), self._steal_ns[0][1])
        return max(0, self._steal_ns[-1][1] - before)

    def _note_steal(self, start_ns: int = 0) -> None:
        now_ns = time.perf_counter_ns()
        if now_ns - min(start_ns, self._steal_read_ns) < _STEAL_EVERY_NS:
            return
        self._steal_read_ns = now_ns
        steal = self._steal.read_ns()
        if not self._steal_ns or steal != self._steal_ns[-1][1]:
            self._steal_ns.append((now_ns, steal))

    def _telling(self) -> list[Tick]:
        """Give the slowest ticks, as many as fit into a message."""
        kept = _TICKS_KEPT
        while len(msgspec.json.encode(ticks := self._slowest(kept))) > _TICKS_BYTES and len(ticks) > 1:
            kept = len(ticks) // 2
        return ticks

    def _slowest(self, kept: int = _TICKS_KEPT) -> list[Tick]:
        slowest = sorted(self._ticks, key=lambda tick: -tick.wall_ns)[:kept]
        return sorted(slowest, key=lambda tick: tick.start_ns)

    def _going_on(self) -> WatchedLoop | None:
        thread = threading.get_ident()
        return next((each for each in self._loops.values() if each.thread == thread and each.tick_start_ns), None)


def _percentile(ordered: list[int], percent: int) -> int:
    return ordered[(len(ordered) - 1) * percent // 100] if ordered else 0
