"""The judge's clock: on which time a test runs, how to let it pass, and how late something is in it.

Times are in seconds from the test's start; the submission can live in this clock, and not set it.
"""

import abc
import asyncio
import bisect
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from grader.judge.judge_loop import JudgeLoop, RealLoop
from grader.judge.test_time import WrongClockError
from grader.judge.timed_job import TimedJob

_NS = 1_000_000_000
_MICROSECONDS = 6


class Clock(abc.ABC):
    """The time of one test, as the fixture `clock` gives it. `name` is that of the kata's spec."""

    name: str
    loop: RealLoop | JudgeLoop

    @property
    def is_virtual(self) -> bool:
        """Tell whether this time moves by itself or is moved by the judge."""
        return isinstance(self.loop, JudgeLoop)

    @abc.abstractmethod
    def time(self) -> float:
        """Give the seconds since the test's start."""

    @abc.abstractmethod
    def ns_at(self, really_ns: int) -> int:
        """Give, in nanoseconds, what this clock showed when the machine's monotonic clock showed `really_ns`."""

    @abc.abstractmethod
    async def until(self, at_s: float) -> None:
        """Let time pass until `at_s`, and wait until both sides have done what is due by then.

        Raises WrongClockError on the real clock, and for an instant that is over.
        """

    async def advance(self, by_s: float) -> None:
        """Let `by_s` pass, and wait until both sides have done what is due by then; with 0, what is due now."""
        await self.until(self.time() + by_s)

    @abc.abstractmethod
    async def settled(self) -> None:
        """Wait until both sides have done what is due now, if that can be known."""

    def job(self, *, lasts_s: float | Sequence[float] = 0.0, result: Any = None) -> TimedJob:
        """Make an asynchronous function for the submission to call, which notes when it does, and lasts `lasts_s`."""
        return TimedJob(self.time, lasts_s, result)

    async def lateness_s(self, call: Callable[[], Awaitable[Any]], *, every_s: float, times: int) -> list[float]:
        """Call again and again, and give for each call the seconds from its intended start to its end.

        The calls are intended for now, now + `every_s` and so on, each as a task of its own: a call that something held
        up before it began is as late as one that was slow, and takes nothing from the ones after it.
        """
        first_s = self.time()

        async def late_s(number: int) -> float:
            intended_s = first_s + number * every_s
            await asyncio.sleep(max(0.0, intended_s - self.time()))
            await call()
            return round(self.time() - intended_s, _MICROSECONDS)

        return list(await asyncio.gather(*(late_s(number) for number in range(times))))


class RealClock(Clock):
    """The machine's own time."""

    name = "real"

    def __init__(self) -> None:
        """Start now."""
        self.loop = RealLoop()
        self.start_ns = time.perf_counter_ns()

    def time(self) -> float:
        """Give the seconds since the test's start."""
        return (time.perf_counter_ns() - self.start_ns) / _NS

    def ns_at(self, really_ns: int) -> int:
        """Count from the start."""
        return really_ns - self.start_ns

    async def until(self, at_s: float) -> None:
        """Refuse: real time cannot be moved."""
        raise WrongClockError(
            "clock.until and clock.advance move virtual time, and this test runs on the real clock: write "
            '`clock: virtual` in kata.yaml, or @pytest.mark.clock("virtual") at the test, or wait with asyncio.sleep'
        )

    async def settled(self) -> None:
        """Return at once: real time goes on by itself."""


class VirtualClock(Clock):
    """A time of the judge's own: it moves only when nothing is at work anywhere."""

    name = "virtual"

    def __init__(self) -> None:
        """Stand at 0."""
        self._virtual_loop = JudgeLoop()
        self.loop = self._virtual_loop

    def time(self) -> float:
        """Give the seconds since the test's start."""
        return self._virtual_loop.time()

    def ns_at(self, really_ns: int) -> int:
        """Look it up among the moves of the clock."""
        moves = self._virtual_loop.moves
        return moves[max(0, bisect.bisect_right(moves, (really_ns, 1 << 62)) - 1)][1]

    async def until(self, at_s: float) -> None:
        """Wait for the instant, then for everybody who has something to do at it."""
        if at_s < self.time():
            raise WrongClockError(f"the clock shows {self.time():g} s already: it cannot go back to {at_s:g} s")
        if at_s > self.time():
            await asyncio.sleep(at_s - self.time())
        await self._virtual_loop.settled()

    async def settled(self) -> None:
        """Wait until both sides have done what is due now."""
        await self._virtual_loop.settled()


class UnknownClockError(ValueError):
    """A test asks for a clock that there is not."""


_CLOCKS: dict[str, type[Clock]] = {clock.name: clock for clock in (RealClock, VirtualClock)}


def check_clock_name(name: object) -> str:
    """Give `name` back if there is such a clock. Raises UnknownClockError."""
    if not isinstance(name, str) or name not in _CLOCKS:
        known = " or ".join(f'@pytest.mark.clock("{each}")' for each in _CLOCKS)
        raise UnknownClockError(f"there is no clock {name!r}: write {known}")
    return name


def clock_named(name: str) -> Clock:
    """Make the clock `name` for a test that starts now. Raises UnknownClockError."""
    return _CLOCKS[check_clock_name(name)]()
