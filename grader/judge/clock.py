"""The judge's clock: on which time a test runs, and how late it is in it."""

import time
from typing import Protocol


class Clock(Protocol):
    """The time of one test, in seconds from its start. The judge owns it; a submission can only live in it."""

    def time(self) -> float:
        """Give the seconds since the test's start."""


class RealClock:
    """The machine's own time."""

    def __init__(self) -> None:
        """Start now."""
        self.start_ns = time.perf_counter_ns()

    def time(self) -> float:
        """Give the seconds since the test's start."""
        return (time.perf_counter_ns() - self.start_ns) / 1e9


class UnknownClockError(ValueError):
    """A test asks for a clock that this version does not have."""


def clock_named(name: str) -> RealClock:
    """Make the clock `name` for a test that starts now. Raises UnknownClockError."""
    if name != "real":
        raise UnknownClockError(f"there is no clock {name!r} in this version; there is: 'real'")
    return RealClock()
