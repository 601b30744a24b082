"""A watch over the loops of one's own program: what held them over a limit, told while the program runs."""

import asyncio
import contextlib
import functools
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec

from grader.instruments.account import Account, Sample, Tick
from grader.instruments.borrowed import given_back, profiling_timer
from grader.instruments.cause import Cause, cause_of_call
from grader.instruments.rule import Certainty, Finding, findings

_NS = 1_000_000_000
_WINDOW_NS = 1_000_000_000  # the longest stretch over which the rule adds up
_JUDGED_EVERY_NS = 100_000_000
_SLOW_NS = 5_000_000  # below, and below the limit, no rule needs the counters of a tick in which nothing slept
_BLOCKS_KEPT = 1000
_SOME = 10  # such a part of the time; the watchdog's own looks are far less
_STARTS = "threading.Thread.start"

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class WatchError(RuntimeError):
    """A watch was used in a way that it cannot serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stretch that held a loop over the limit. `start_s` counts from the start of the watch.

    `path`, `line` and `function` are the deepest of one's own on the stack, and None where none was on it; `call` is
    what that line had called. `certainty`: "sure"; "close" is processor time between the limit and twice the limit,
    which may be less the next time; "unsure" is a machine that was too busy to tell.
    """

    start_s: float
    duration_s: float
    limit_s: float
    cause: Cause
    certainty: Certainty
    call: str | None = None
    path: str | None = None
    line: int | None = None
    function: str | None = None


class Monitor(Protocol):
    """What a watch needs of a loop monitor."""

    on_tick: Callable[[Tick], None]
    slow_ns: int

    @property
    def gil(self) -> int:
        """Give the address of the interpreter's lock, 0 if unknown."""

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch a loop."""

    def unwatch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Undo `watch`."""

    def is_watched(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Tell whether a loop is watched."""

    def note_sleeps(self) -> None:
        """Replace time.sleep by one that tells."""

    def start(self) -> None:
        """Begin to measure."""

    def stop(self) -> None:
        """End the measurement."""

    def hogs_since(self, start_ns: int) -> tuple[Sample, ...]:
        """Give what other threads were executing since an instant."""

    def unfinished(self) -> tuple[Tick, ...]:
        """Give the ticks that other threads are in."""


class Watch:
    """Watches every loop that runs, in any thread, while a `with` statement is entered; one at a time in a process.

    A loop that was running before in another thread is not seen until it runs again, nor are loops of processes that
    are forked off meanwhile. At the end all that was changed is as it was.
    """

    def __init__(self, monitor: Monitor, *, limit_s: float, on_block: Callable[[Block], None] | None = None) -> None:
        """Watch nothing yet."""
        if not limit_s > 0:
            raise ValueError(f"limit_s must be more than 0 seconds, not {limit_s!r}")
        self._monitor = monitor
        self._set_limit(limit_s)
        self._on_block = on_block
        self._process = os.getpid()
        self._start_ns = self._judged_ns = 0
        self._lock = threading.Lock()
        self._recent: list[Tick] = []
        self._found: deque[Block] = deque(maxlen=_BLOCKS_KEPT)
        self._borrowed = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Begin."""
        if self._start_ns:
            raise WatchError("this watch was used before: call LoopMonitor.watching() again for another one")
        if not _one_at_a_time.acquire(blocking=False):
            raise WatchError(
                "another watch is on in this process (`with LoopMonitor.watching()`, or `pytest --block-limit`): "
                "leave that one first, or use it for this code as well; it sees every loop"
            )
        with contextlib.ExitStack() as borrowed:
            borrowed.callback(_one_at_a_time.release)
            self._begin(borrowed)
            self._borrowed = borrowed.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End, and judge what there is."""
        self._borrowed.close()
        self._monitor.on_tick = lambda _: None  # what other threads are in is taken as it is now
        for tick in self._monitor.unfinished():
            self._take(tick)
        self.settle()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Give what held a loop over the limit so far, in the order of time; the latest thousand."""
        self.settle()
        return tuple(block for block in self._found if block.certainty is not Certainty.UNSURE)

    @property
    def doubtful(self) -> tuple[Block, ...]:
        """Give what may have held a loop: the machine was too busy to tell."""
        self.settle()
        return tuple(block for block in self._found if block.certainty is Certainty.UNSURE)

    def take(self) -> tuple[Block, ...]:
        """Give all that was found since the last time, the doubtful too, and forget it."""
        self.settle()
        return tuple(self._found.popleft() for _ in range(len(self._found)))

    def settle(self) -> None:
        """Judge all ticks that have ended; without it, short sleeps that add up are told up to 0.1 s late."""
        if os.getpid() == self._process:
            with self._lock:
                found = self._judge()
            self._tell(found)

    def use_limit(self, limit_s: float) -> None:
        """Judge by another limit from here on; what was before adds up with nothing that comes."""
        self.settle()
        with self._lock:
            self._recent = []
            self._set_limit(limit_s)

    def _set_limit(self, limit_s: float) -> None:
        self._limit_ns = round(limit_s * _NS)
        self._monitor.slow_ns = min(self._limit_ns, _SLOW_NS)

    def _begin(self, borrowed: contextlib.ExitStack) -> None:
        monitor, run_forever = self._monitor, asyncio.BaseEventLoop.run_forever

        @functools.wraps(run_forever)
        def watched_run(loop: Any) -> None:
            if monitor.is_watched(loop):  # it is running, and will be told so
                return run_forever(loop)
            monitor.watch(loop)
            try:
                return run_forever(loop)
            finally:
                monitor.unwatch(loop)

        def watch_runs() -> None:
            asyncio.BaseEventLoop.run_forever = watched_run  # type: ignore[method-assign, assignment]

        borrowed.enter_context(profiling_timer())
        borrowed.enter_context(given_back(time, "sleep", monitor.note_sleeps))
        borrowed.enter_context(given_back(asyncio.BaseEventLoop, "run_forever", watch_runs))
        monitor.on_tick = self._take
        self._start_ns = self._judged_ns = time.perf_counter_ns()
        monitor.start()
        if (running := asyncio._get_running_loop()) is not None:
            monitor.watch(running)
            borrowed.callback(monitor.unwatch, running)
        borrowed.callback(monitor.stop)

    def _take(self, tick: Tick) -> None:
        """Keep a slow tick, and judge at once what it alone may be."""
        if os.getpid() != self._process:  # forked off: the counters are those of the parent's thread
            return
        found: Iterable[Block] = ()
        with self._lock:
            self._recent.append(tick)
            now_ns = time.perf_counter_ns()
            if tick.wall_ns >= self._limit_ns or now_ns - self._judged_ns >= _JUDGED_EVERY_NS:
                found = self._judge()
        self._tell(found)

    def _judge(self) -> Iterable[Block]:
        self._recent.sort(key=lambda tick: tick.start_ns)
        self._judged_ns = time.perf_counter_ns()
        found = self._findings(Account(ticks=tuple(self._recent)))
        # What is told once is not told again; the rest may still add up with what comes.
        oldest_ns = self._judged_ns - _WINDOW_NS
        self._recent = [] if found else [tick for tick in self._recent if tick.start_ns >= oldest_ns]
        return [self._block(each) for each in found]

    def _findings(self, account: Account) -> tuple[Finding, ...]:
        found = findings(account, self._limit_ns)
        kept_ns = [each.start_ns for each in found if each.cause is Cause.GIL]
        if kept_ns:  # by whom is known now
            hogs = self._monitor.hogs_since(min(kept_ns))
            found = findings(msgspec.structs.replace(account, hogs=hogs), self._limit_ns)
        ticks = {tick.start_ns: tick for tick in account.ticks}
        return tuple(_doubted(each, ticks.get(each.start_ns), self._monitor.gil) for each in found)

    def _tell(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._found.append(block)
            if self._on_block is None or block.certainty is Certainty.UNSURE:
                continue
            try:
                self._on_block(block)
            except Exception:  # noqa: BLE001 -- it would end the loop that is only being watched
                _log.exception("on_block failed")

    def _block(self, found: Finding) -> Block:
        place = found.places[0] if found.places else None
        return Block(
            start_s=(found.start_ns - self._start_ns) / _NS,
            duration_s=found.held_ns / _NS,
            limit_s=self._limit_ns / _NS,
            cause=found.cause,
            certainty=found.certainty,
            call=found.call,
            path=place.path if place else None,
            line=place.line if place else None,
            function=place.function if place else None,
        )


def _doubted(found: Finding, tick: Tick | None, gil: int) -> Finding:
    """Doubt a wait for a lock that may be the interpreter's, where other threads computed meanwhile.

    Thread.start waits until the new thread runs, and that waits for the interpreter first. Where the address of that
    lock is unknown, each lock that no call names may be it.
    """
    may_be_gil = found.call == _STARTS or not (gil or cause_of_call(found.call) is Cause.LOCK)
    if found.cause is Cause.LOCK and may_be_gil and tick and tick.others_cpu_ns >= found.held_ns / _SOME:
        return replace(found, certainty=Certainty.UNSURE)
    return found
