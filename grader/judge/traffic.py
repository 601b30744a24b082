"""The requests of a test: from when each was sent until it was answered, on the test's clock."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.report import Exchange, Side

_KEPT = 200
_PATH_KEPT = 200


@dataclass(slots=True)
class Flight:
    """One request under way; who gets or gives the answer notes its status in `code`."""

    side: Side
    method: str
    path: str
    start_s: float
    end_s: float | None = None
    code: int | None = None


class Traffic:
    """Notes the requests of one test, the first ones where there are very many."""

    def __init__(self, time: Callable[[], float]) -> None:
        """Take the instants from `time`."""
        self._time = time
        self._flights: list[Flight] = []

    @contextlib.contextmanager
    def under_way(self, side: Side, method: str, path: str) -> Iterator[Flight]:
        """Note a request that is under way as long as the context lasts."""
        # The path to an upstream is the submission's word, and can be as long as it likes.
        flight = Flight(side=side, method=method, path=path[:_PATH_KEPT], start_s=self._time())
        if len(self._flights) < _KEPT:
            self._flights.append(flight)
        try:
            yield flight
        finally:
            flight.end_s = self._time()

    def exchanges(self, test: str, until_s: float) -> tuple[Exchange, ...]:
        """Give what was under way before `until_s`; what then still was, lasts until then and has no answer."""
        return tuple(_exchange(flight, test, until_s) for flight in self._flights if flight.start_s <= until_s)


def _exchange(flight: Flight, test: str, until_s: float) -> Exchange:
    is_over = flight.end_s is not None and flight.end_s <= until_s
    end_s = flight.end_s if is_over and flight.end_s is not None else until_s
    return Exchange(
        test=test,
        side=flight.side,
        method=flight.method,
        path=flight.path,
        code=flight.code if is_over else None,
        start_s=flight.start_s,
        duration_s=end_s - flight.start_s,
    )
