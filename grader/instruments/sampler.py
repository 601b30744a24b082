"""Looks at what the loops' threads are doing while a tick is long.

Two looks complete each other. A watchdog thread reads the frames of a waiting thread, but sees nothing while C code
keeps the interpreter lock. ITIMER_PROF counts processor time, so it never interrupts a wait (ITIMER_REAL would end a
C sleep early and hide it), and its handler runs on the very line that used the processor; it serves the main thread
only. faulthandler as a sampler crashes the interpreter, so it is not used here.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Protocol

from grader.instruments.account import Place, Sample
from grader.instruments.call_site import own_stack
from grader.instruments.hogs import Hogs
from grader.instruments.schedules import Schedules
from grader.instruments.system_calls import RUNNING, name_of

EVERY_S = 0.010
_AFTER_NS = 15_000_000
_KEPT = 400

_real_sleep = time.sleep


class Watched(Protocol):
    """What a sampler needs of a loop that is being watched."""

    thread: int
    tick_number: int
    tick_start_ns: int  # 0 between two ticks
    seen: "Sightings"

    def system_call(self) -> str | None:
        """Give the kernel's line on the loop's thread."""


class Sightings:
    """What was seen within one tick, counted."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: dict[tuple[tuple[Place, ...], str | None, str | None], int] = {}

    def add(self, places: tuple[Place, ...], call: str | None, system_call: str | None) -> None:
        """Count one sighting; the first _KEPT different ones are kept."""
        key = (places, call, system_call)
        if key in self._counts or len(self._counts) < _KEPT:
            self._counts[key] = self._counts.get(key, 0) + 1

    def samples(self) -> tuple[Sample, ...]:
        """Give the sightings, the most frequent first."""
        rows = sorted(self._counts.items(), key=lambda row: -row[1])
        return tuple(Sample(places=p, call=c, system_call=s, count=n) for (p, c, s), n in rows)


class Sampler:
    """Samples the loops that `watched` gives, from `start` to `stop`."""

    def __init__(self, watched: Callable[[], Iterable[Watched]], is_own: Callable[[str], bool], gil: int = 0) -> None:
        """Sample nothing yet. `on_round` may be set: it is called at every look of the watchdog.

        `gil`: the address of the interpreter's lock, 0 if unknown.
        """
        self.hogs = Hogs(is_own)
        self._gil = gil
        self.schedules = Schedules(is_own)
        self._watched = watched
        self._is_own = is_own
        self._stopped = threading.Event()
        self._main_thread = threading.main_thread().ident
        self.on_round: Callable[[], None] = lambda: None
        self.thread = 0  # the kernel's number of the watchdog's thread

    def start(self) -> None:
        """Start both looks; on the main thread, or the look at processor time stays off."""
        watchdog = threading.Thread(target=self._watch, name="loop watchdog", daemon=True)
        watchdog.start()
        self.thread = watchdog.native_id or 0
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGPROF, self._on_processor_time)
            signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)

    def stop(self) -> None:
        """End both looks; the timer first: one that fires at exit would end the process."""
        if threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_PROF, 0)
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            _real_sleep(EVERY_S)
            self.on_round()
            now = time.perf_counter_ns()
            watched = tuple(self._watched())
            self.hogs.look({each.thread for each in watched})
            for each in watched:
                number, seen = each.tick_number, each.seen
                where = name_of(each.system_call(), gil=self._gil)
                if each.tick_start_ns and now - each.tick_start_ns > _AFTER_NS:
                    self._look(each, number, seen, where)

    def _look(self, watched: Watched, number: int, seen: Sightings, system_call: str | None) -> None:
        frame = sys._current_frames().get(watched.thread)
        places, call = own_stack(frame, self._is_own)
        places = places or self.schedules.places(frame)
        if watched.tick_number == number:  # else the tick ended meanwhile, and the look belongs to no tick
            seen.add(places, call, system_call)

    def _on_processor_time(self, _signal: int, frame: FrameType | None) -> None:
        for each in self._watched():
            if each.thread == self._main_thread and each.tick_start_ns:
                places, call = own_stack(frame, self._is_own)
                each.seen.add(places, call, RUNNING)
