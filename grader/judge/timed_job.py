"""A job that a test hands to the submission: it lasts as long as it is told, and notes when it was called."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

_MICROSECONDS = 6


class TimedJob:
    """An asynchronous function; `starts_s` and `ends_s` are in seconds from the test's start, in the order of events.

    An end is noted however the call ends: done, cancelled or failed.
    """

    def __init__(self, time: Callable[[], float], lasts_s: float | Sequence[float], result: Any) -> None:
        """Last `lasts_s` seconds each time; of a list, the first call takes the first, and the last value repeats."""
        self.starts_s: list[float] = []
        self.ends_s: list[float] = []
        self.most_at_once = 0
        self._time = time
        self._lasts_s = [lasts_s] if isinstance(lasts_s, int | float) else list(lasts_s)
        self._result = result
        if not self._lasts_s:
            raise ValueError("clock.job needs at least one length: lasts_s=[70, 7], or lasts_s=7")

    def __repr__(self) -> str:
        """Show the starts: this is what a failed assertion prints."""
        return f"<job, called at {self.starts_s} s>"

    async def __call__(self, *_args: Any, **_kwargs: Any) -> Any:
        """Do the job once."""
        lasts_s = self._lasts_s[min(len(self.starts_s), len(self._lasts_s) - 1)]
        self.starts_s.append(self._now_s())
        self.most_at_once = max(self.most_at_once, len(self.starts_s) - len(self.ends_s))
        try:
            await asyncio.sleep(lasts_s)
        finally:
            self.ends_s.append(self._now_s())
        return self._result

    def lateness_s(self, *, every_s: float, first_s: float = 0.0) -> list[float]:
        """Give for each call how many seconds after its intended start it began (before it: negative)."""
        intended = self._intended_s(every_s, first_s)
        return [round(start - due, _MICROSECONDS) for start, due in zip(self.starts_s, intended, strict=True)]

    def table(self, *, every_s: float, first_s: float = 0.0) -> str:
        """Give a table of the calls, for the message of an assertion: intended start, real start, how late."""
        late_s = self.lateness_s(every_s=every_s, first_s=first_s)
        intended = self._intended_s(every_s, first_s)
        rows: list[tuple[str, ...]] = [("run", "due", "started", "late by")]
        for number, row in enumerate(zip(intended, self.starts_s, late_s, strict=True), 1):
            rows.append((str(number), *(f"{_plain(value)} s" for value in row)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def _intended_s(self, every_s: float, first_s: float) -> list[float]:
        return [round(first_s + number * every_s, _MICROSECONDS) for number in range(len(self.starts_s))]

    def _now_s(self) -> float:
        return round(self._time(), _MICROSECONDS)


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
