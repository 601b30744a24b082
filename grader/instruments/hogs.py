"""The other threads that compute while a loop is watched: one of them may keep the interpreter's lock from it."""

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from grader.instruments.account import Place, Sample
from grader.instruments.call_site import own_stack
from grader.instruments.system_calls import RUNNING

_KEPT = 400
_MOST_THREADS = 64
_WORTH_A_LOOK_NS = 1_000_000


class Hogs:
    """What other threads were executing, weighed by their processor time. `is_own` tells one's own files by name.

    Who has the lock cannot be asked from inside: whoever asks takes it, or gives it up to read the kernel's answer. Who
    used the processor since the last look can.
    """

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        """See nothing yet."""
        self._is_own = is_own
        self._cpu_ns: dict[int, int] = {}
        self._spent_ns: Counter[tuple[tuple[Place, ...], str | None, str]] = Counter()

    def look(self, loops: set[int]) -> None:
        """Look at all threads but this one and those of `loops` (Python's identifiers)."""
        threads = threading.enumerate()
        if len(threads) <= len(loops) + 1:
            return
        frames, me = sys._current_frames(), threading.get_ident()
        for thread in threads[:_MOST_THREADS]:
            identifier, native_id = thread.ident or 0, thread.native_id or 0
            if identifier == me or identifier in loops:
                continue
            now_ns = _cpu_ns(native_id)
            # A thread that is new may have kept even this one waiting since it began; the main thread began long ago.
            spent_ns = now_ns - self._cpu_ns.get(native_id, now_ns if thread is threading.main_thread() else 0)
            self._cpu_ns[native_id] = now_ns
            if spent_ns >= _WORTH_A_LOOK_NS and (frame := frames.get(identifier)) is not None:
                self._note(*own_stack(frame, self._is_own), thread.name, spent_ns)

    def samples(self) -> tuple[Sample, ...]:
        """Give what was seen, by its processor time, lines of one's own before others; counts are milliseconds."""
        rows = sorted(self._spent_ns.items(), key=lambda row: (not row[0][0], -row[1]))
        return tuple(
            Sample(places=places, call=call, system_call=RUNNING, count=spent_ns // 1_000_000, thread=name)
            for (places, call, name), spent_ns in rows[:_MOST_THREADS]
        )

    def _note(self, places: tuple[Place, ...], call: str | None, name: str, spent_ns: int) -> None:
        key = places, call, name
        if key in self._spent_ns or len(self._spent_ns) < _KEPT:
            self._spent_ns[key] += spent_ns


def _cpu_ns(native_id: int) -> int:
    try:
        return int(Path(f"/proc/self/task/{native_id}/schedstat").read_text("ascii").split()[0])
    except (OSError, IndexError):
        return 0
