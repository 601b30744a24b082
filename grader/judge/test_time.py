"""Keeps hidden tests on virtual time from reading the machine's clock by mistake, or from sleeping by it."""

import functools
import sys
import time
from typing import Any

_INSTEAD = {
    "sleep": "write `await asyncio.sleep(…)` or `await clock.advance(…)`",
    **dict.fromkeys(
        ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"), "write `clock.time()`"
    ),
}


class WrongClockError(Exception):
    """A test asks of its clock what only the other kind can do: the author's mistake, never the learner's."""


class TestTime:
    """Watches who calls the functions of `time`: the files below `hidden` may not while `is_virtual` is set."""

    __test__ = False

    def __init__(self, hidden: str) -> None:
        """Watch from now on, for the life of this process."""
        self.is_virtual = False
        self._prefix = f"{hidden}/"
        for name, instead in _INSTEAD.items():
            self._watch(name, instead)

    def _watch(self, name: str, instead: str) -> None:
        real = getattr(time, name)

        @functools.wraps(real)
        def watched(*args: Any) -> Any:
            if self.is_virtual and (line := self._line_of_test()):
                raise WrongClockError(
                    f"time.{name} at {line} is real time, but this test runs on virtual time: {instead}"
                )
            return real(*args)

        setattr(time, name, watched)

    def _line_of_test(self) -> str | None:
        frame = sys._getframe(2)
        path = frame.f_code.co_filename
        return f"{path.removeprefix(self._prefix)}:{frame.f_lineno}" if path.startswith(self._prefix) else None
