"""What a grade book is sent: ASCII alone, finite numbers, and the fullest form that its size limit allows."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.renderers.json_text import harmless_json

_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a payload may tell: bytes for the text of one test, and how many tests are told one by one."""

    detail_bytes: int
    tests: int


_MOST_DETAIL_BYTES = 16384
_LEAST_DETAIL_BYTES = 64
_FEWER_TESTS = (1000, 300, 100, 30)


def fitting(render: Callable[[Room], str], most_bytes: int, tests: int) -> str:
    """Give the first form of at most `most_bytes` of UTF-8, from the fullest on; `tests` is how many there are.

    Texts are shortened before any test loses its own row.
    """
    rendered = ""
    for room in _rooms(most_bytes, tests):
        rendered = render(room)
        if len(rendered.encode("utf-8", "replace")) <= most_bytes:
            break
    return rendered


def _rooms(most_bytes: int, tests: int) -> Iterator[Room]:
    # No more than a fair share to begin with: what cannot fit is not even made harmless, which takes its time.
    detail_bytes = min(most_bytes // max(tests, 1), _MOST_DETAIL_BYTES)
    while detail_bytes > _LEAST_DETAIL_BYTES:
        yield Room(detail_bytes=detail_bytes, tests=tests)
        detail_bytes //= 4
    for count in (tests, *_FEWER_TESTS):
        yield Room(detail_bytes=_LEAST_DETAIL_BYTES, tests=count)


def ascii_json(value: object, *, indent: int | None = None) -> str:
    """Give JSON in which everything beyond ASCII is escaped, so that no encoding on its way can spoil it.

    Raises ValueError for NaN and infinity.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    return (
        harmless_json(json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent, separators=separators))
        + "\n"
    )


def number(value: float) -> float:
    """Round for a grade book; what is no number becomes 0, for one of them would void the whole payload."""
    return round(value, _DECIMALS) if math.isfinite(value) else 0.0
