"""The bands of the picture: what happened in each test, on its own clock, put together from a report."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from grader.report import Block, Exchange, Report, Side, Span, Stretch, TestResult


class Lasting(Protocol):
    """What has a beginning and a length, in seconds."""

    @property
    def start_s(self) -> float:
        """The beginning."""

    @property
    def duration_s(self) -> float:
        """The length."""


L = TypeVar("L", bound=Lasting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One test: its turns of the loop, what held it, and the requests under way, each in the order of time."""

    test: TestResult
    span: Span
    ticks: tuple[Stretch, ...]
    blocks: tuple[Block, ...]
    requests: tuple[Exchange, ...]

    @property
    def end_s(self) -> float:
        """The end of all that is to be drawn: what held the loop may outlast the test itself."""
        each: Iterable[Lasting] = (*self.ticks, *self.blocks, *self.requests)
        return max([self.span.end_s, *(one.start_s + one.duration_s for one in each)])

    def side(self, side: Side) -> tuple[Exchange, ...]:
        """Give the requests that this side answers."""
        return tuple(each for each in self.requests if each.side is side)


def bands(report: Report) -> list[Band]:
    """Give a band for every test, in the order of the report; an empty one where the test never ran."""
    spans = {span.test: span for span in report.loop.spans}
    return [
        Band(
            test=test,
            span=spans.get(test.name) or Span(test=test.name, clock=report.measurement.clock, end_s=0.0),
            ticks=_in_time(tick for tick in report.loop.timeline if tick.test == test.name),
            blocks=_in_time(test.blocks),
            requests=_in_time(each for each in report.loop.requests if each.test == test.name),
        )
        for test in report.tests
    ]


def lanes(each: Sequence[L]) -> list[int]:
    """Give for each a lane in which nothing overlaps, the lowest that is free; they come in the order of time.

    >>> lanes([Stretch(test="", start_s=start_s, duration_s=2) for start_s in (0, 1, 2, 2.5)])
    [0, 1, 0, 2]
    """
    free: list[int] = []
    taken: list[tuple[float, int]] = []
    found = []
    for one in each:
        while taken and taken[0][0] <= one.start_s:
            heapq.heappush(free, heapq.heappop(taken)[1])
        lane = heapq.heappop(free) if free else len(taken)
        heapq.heappush(taken, (one.start_s + one.duration_s, lane))
        found.append(lane)
    return found


def _in_time(each: Iterable[L]) -> tuple[L, ...]:
    return tuple(sorted(each, key=lambda one: (one.start_s, -one.duration_s)))
