"""The threads that run Python while a loop waits for the interpreter's lock: whose line keeps it waiting."""

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from grader.instruments.account import Place, Sample
from grader.instruments.call_site import own_stack
from grader.instruments.system_calls import GIL, RUNNING, name_of

_KEPT = 400


class Hogs:
    """What other threads were seen executing, counted. `is_own` tells one's own files by name."""

    def __init__(self, is_own: Callable[[str], bool], gil: int) -> None:
        """See nothing yet; without the lock's address `gil` nobody can tell who competes for it."""
        self._is_own = is_own
        self._gil = gil
        self._counts: Counter[tuple[tuple[Place, ...], str | None, str]] = Counter()

    def look(self, waiting: int) -> None:
        """Look at the threads that compete with the thread `waiting` (a Python identifier), from another thread."""
        frames, me = sys._current_frames(), threading.get_ident()
        for thread in threading.enumerate():
            frame = frames.get(thread.ident or 0)
            if thread.ident in (waiting, me) or frame is None or not self._competes(thread.native_id or 0):
                continue
            places, call = own_stack(frame, self._is_own)
            key = places, call, thread.name
            if key in self._counts or len(self._counts) < _KEPT:
                self._counts[key] += 1

    def samples(self) -> tuple[Sample, ...]:
        """Give what was seen, the most frequent first; lines of one's own before others."""
        rows = sorted(self._counts.items(), key=lambda row: (not row[0][0], -row[1]))
        return tuple(
            Sample(places=places, call=call, system_call=RUNNING, count=count, thread=name)
            for (places, call, name), count in rows
        )

    def _competes(self, native_id: int) -> bool:
        # The thread that has the lock gave it up for this look, so it waits for it just as the loop's does.
        try:
            line = Path(f"/proc/self/task/{native_id}/syscall").read_text("ascii")
        except OSError:
            return False
        return name_of(line, gil=self._gil) in (RUNNING, GIL)
