"""The other threads that compute while a loop is watched: one of them may keep the interpreter's lock from it."""

import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Collection
from types import FrameType
from typing import NamedTuple

from grader.instruments.account import Place, Sample
from grader.instruments.call_site import own_stack
from grader.instruments.system_calls import RUNNING

_KEPT = 400
_LATEST = 2000
_MOST_THREADS = 64
_WORTH_A_LOOK_NS = 1_000_000
# The kernel's clock of one thread: its number upside down, above three bits that say "a thread's", and "by scheduler".
_NUMBER_BITS, _OF_A_THREAD = 3, 0b110


class _Spot(NamedTuple):
    """Where a thread was seen at work."""

    places: tuple[Place, ...]
    call: str | None
    thread: str


class Hogs:
    """What other threads were executing, weighed by their processor time. `is_own` tells one's own files by name.

    Who has the lock cannot be asked from inside: whoever asks takes it. Who used the processor since the last look can,
    and whoever has just got the lock finds the one that had it before still on its line: so a look gives the lock up
    nowhere, not even to read a file of the kernel's.
    """

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        """See nothing yet."""
        self.latest_ns = 0  # when one was last seen
        self._is_own = is_own
        self._cpu_ns: dict[int, int] = {}
        self._spent_ns: Counter[_Spot] = Counter()
        self._latest: deque[tuple[int, _Spot, int]] = deque(maxlen=_LATEST)

    def look(self, skipped: Collection[int], interrupted: FrameType | None = None) -> int:
        """Look at all threads but those in `skipped` (Python's identifiers); give the processor time that they used.

        The calling thread is skipped as well, or seen at `interrupted` where a signal's handler calls.
        """
        # Not threading.enumerate: it takes a lock, and a signal's handler must not wait for one.
        active: list[threading.Thread] = list(threading._active.values())  # type: ignore[attr-defined]
        me = threading.get_ident() if interrupted is None else 0
        threads = [thread for thread in active if thread.ident not in skipped and thread.ident != me]
        if not threads:
            return 0
        frames = sys._current_frames()
        if interrupted is not None:
            frames[threading.get_ident()] = interrupted
        seen = [
            (thread, frames[thread.ident], self._spent_since(thread))
            for thread in threads[:_MOST_THREADS]
            if thread.ident in frames
        ]
        for thread, frame, spent_ns in seen:
            if spent_ns >= _WORTH_A_LOOK_NS:
                self._note(*own_stack(frame, self._is_own), thread.name, spent_ns)
        return sum(spent_ns for _, _, spent_ns in seen)

    def samples(self, since_ns: int = 0) -> tuple[Sample, ...]:
        """Give what was seen, by its processor time, lines of one's own before others; counts are milliseconds.

        With `since_ns`, only what was seen from that instant on, as far as it is remembered.
        """
        spent_ns = self._spent_ns
        if since_ns:
            spent_ns = Counter()
            for at_ns, spot, some_ns in tuple(self._latest):
                if at_ns >= since_ns:
                    spent_ns[spot] += some_ns
        rows = sorted(spent_ns.items(), key=lambda row: (not row[0].places, -row[1]))
        return tuple(
            Sample(places=spot.places, call=spot.call, system_call=RUNNING, count=ns // 1_000_000, thread=spot.thread)
            for spot, ns in rows[:_MOST_THREADS]
        )

    def _spent_since(self, thread: threading.Thread) -> int:
        """Give the processor time that a thread used since it was asked before."""
        native_id = thread.native_id or 0
        now_ns = _cpu_ns(native_id)
        # A thread that is new may have kept even this one waiting since it began; the main thread began long ago.
        before_ns = self._cpu_ns.get(native_id, now_ns if thread is threading.main_thread() else 0)
        self._cpu_ns[native_id] = now_ns
        return now_ns - before_ns

    def _note(self, places: tuple[Place, ...], call: str | None, name: str, spent_ns: int) -> None:
        spot = _Spot(places, call, name)
        self.latest_ns = time.perf_counter_ns()
        self._latest.append((self.latest_ns, spot, spent_ns))
        if spot in self._spent_ns or len(self._spent_ns) < _KEPT:
            self._spent_ns[spot] += spent_ns


def _cpu_ns(native_id: int) -> int:
    if not native_id:
        return 0  # the kernel would tell the caller's own
    try:
        return time.clock_gettime_ns(~native_id << _NUMBER_BITS | _OF_A_THREAD)
    except OSError:
        return 0
