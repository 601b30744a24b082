"""Looks at what the loops' threads are doing while a tick is long.

Two looks complete each other. A watchdog thread reads the frames of a waiting thread, but sees nothing while C code
keeps the interpreter lock. ITIMER_PROF counts processor time, so it never interrupts a wait (ITIMER_REAL would end a
C sleep early and hide it), and its handler runs on the very line that used the processor; it serves the main thread
only. Where another thread used it, the handler runs as soon as the main thread has the lock again, and finds the other
one on the line where it gave the lock up; the watchdog may get the lock much later. That the watchdog is overdue then
is the sign that the loop's thread, too, waited for the lock. faulthandler as a sampler crashes
the interpreter, so it is not used here.
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
from grader.instruments.cause import Cause, cause_of_call
from grader.instruments.hogs import Hogs
from grader.instruments.schedules import Schedules
from grader.instruments.system_calls import GIL, RUNNING, name_of

EVERY_S = 0.010
_EVERY_NS = round(EVERY_S * 1e9)
_AFTER_NS = 15_000_000
_KEPT = 400
_LATELY_NS = 50_000_000  # on a busy machine a thread gets a processor once in so long
_DEPTH = 4  # Thread.start waits in Event.wait, and that in Condition.wait

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

    def __bool__(self) -> bool:
        """Tell whether anything was seen."""
        return bool(self._counts)

    def add(self, places: tuple[Place, ...], call: str | None, system_call: str | None, count: int = 1) -> None:
        """Count a sighting, or several; the first _KEPT different ones are kept."""
        key = (places, call, system_call)
        if key in self._counts or len(self._counts) < _KEPT:
            self._counts[key] = self._counts.get(key, 0) + count

    def has(self, system_call: str) -> bool:
        """Tell whether anything was seen in this system call."""
        return any(seen_in == system_call for _, _, seen_in in tuple(self._counts))

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
        self._identifier = 0  # of the watchdog's thread, Python's own
        self._round_ns = self._cpu_ns = self._kept = 0
        self._main_thread = threading.main_thread().ident
        self.on_round: Callable[[], None] = lambda: None
        self.thread = 0  # the kernel's number of the watchdog's thread

    def start(self) -> None:
        """Start both looks; on the main thread, or the look at processor time stays off."""
        self._round_ns, self._cpu_ns = time.perf_counter_ns(), time.process_time_ns()
        watchdog = threading.Thread(target=self._watch, name="loop watchdog", daemon=True)
        watchdog.start()
        self.thread, self._identifier = watchdog.native_id or 0, watchdog.ident or 0
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGPROF, self._on_processor_time)
            signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)

    def stop(self) -> None:
        """End both looks; the timer first: one that fires at exit would end the process."""
        if threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_PROF, 0)
        self._stopped.set()

    def look_at_others(self, interrupted: FrameType | None = None) -> int:
        """Look at the threads that run no loop, see `Hogs.look`; give for how many rounds they kept the interpreter.

        The watchdog is overdue by so much then, and of the processor time it was they that used most.
        """
        # The other look may come in between where this one reads a source file, so what they share is taken first.
        now_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
        overdue_ns, spent_ns = now_ns - self._round_ns - _EVERY_NS, cpu_ns - self._cpu_ns
        self._cpu_ns = cpu_ns
        me, loops = threading.get_ident(), {each.thread for each in self._watched()}
        if me == self._identifier:
            self._round_ns = now_ns
        others_ns = self.hogs.look({self._identifier, *loops}, None if me in loops else interrupted)
        kept = overdue_ns // _EVERY_NS if overdue_ns > _AFTER_NS and 2 * others_ns > spent_ns else 0
        if kept and me != self._identifier:
            self._round_ns = now_ns - _EVERY_NS  # the rest of the delay is still to come
        return kept

    def _watch(self) -> None:
        while not self._stopped.is_set():
            began_ns = time.perf_counter_ns()
            _real_sleep(EVERY_S)
            # First of all: whoever had the lock before goes on as soon as this thread reads a file.
            # And whoever reads a source file here gives it to the loop's thread, whose handler has to know then.
            self._kept = self.look_at_others()
            for each in tuple(self._watched()) if self._kept else ():
                self._look(each, each.tick_number, each.seen, GIL, self._kept)
                self._kept = 0 if each.seen.has(GIL) else self._kept
            self.on_round()
            others_compute = self.hogs.latest_ns > began_ns - _LATELY_NS
            for each in tuple(self._watched()):
                number, seen = each.tick_number, each.seen
                where = name_of(each.system_call(), gil=self._gil)
                if where == GIL and not others_compute:
                    where = RUNNING  # it waits for this very look
                self._look(each, number, seen, where, others_compute=others_compute)

    def _look(
        self,
        watched: Watched,
        number: int,
        seen: Sightings,
        where: str | None,
        count: int = 1,
        *,
        others_compute: bool = True,
    ) -> None:
        if not watched.tick_start_ns or time.perf_counter_ns() - watched.tick_start_ns <= _AFTER_NS:
            return
        frame = sys._current_frames().get(watched.thread)
        places, call = own_stack(frame, self._is_own)
        places = places or self.schedules.places(frame)
        if where == GIL or (others_compute and (where or "").startswith("futex") and _starts_a_thread(frame)):
            where = GIL if _may_be_kept(frame, call) else None
        if watched.tick_number == number:  # else the tick ended meanwhile, and the look belongs to no tick
            seen.add(places, call, where, count)

    def _on_processor_time(self, _signal: int, frame: FrameType | None) -> None:
        kept, self._kept = max(self.look_at_others(frame), self._kept), 0
        for each in self._watched():
            if each.thread == self._main_thread and each.tick_start_ns:
                places, call = own_stack(frame, self._is_own)
                was_kept = kept and _may_be_kept(frame, call)
                each.seen.add(places, call, GIL if was_kept else RUNNING, kept if was_kept else 1)


def _may_be_kept(frame: FrameType | None, call: str | None) -> bool:
    """Tell whether a thread that waits for the interpreter waits for nothing else.

    One that sleeps, or waits in a lock of the program's, needs the interpreter for a moment whenever SIGPROF wakes it.
    Who starts a thread waits for that one to run, and that waits for the interpreter first.
    """
    return cause_of_call(call) not in (Cause.SLEEP, Cause.LOCK) or _starts_a_thread(frame)


def _starts_a_thread(frame: FrameType | None) -> bool:
    """Tell whether the thread of `frame` waits in Thread.start until another one runs."""
    for _ in range(_DEPTH):
        if frame is None or frame.f_code.co_filename != threading.__file__:
            return False
        if frame.f_code.co_name == threading.Thread.start.__name__:
            return True
        frame = frame.f_back
    return False
