"""Which line is to blame for a stretch, from the samples that were taken in it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from grader.instruments.account import Place, Sample
from grader.instruments.system_calls import RUNNING

_Key = TypeVar("_Key", bound=Hashable)


def blamed(samples: Sequence[Sample], *, running: bool) -> tuple[tuple[Place, ...], str | None, str | None]:
    """Give the lines to blame, the deepest first, the call seen there, and the system call.

    Counted are samples that were seen running, or that were seen waiting, whichever tells. The function is the one that
    most of them were in; of its lines the one that was on most stacks: in a recursion the line that calls, and not the
    one that every call begins with.
    """
    telling = _telling(samples, running=running)
    function = _most(telling, lambda s: _function(s.places[0]) if s.places else None)
    inside = [s for s in telling if s.places and _function(s.places[0]) == function]
    lines: Counter[Place] = Counter()
    for sample in inside:
        for place in {p for p in sample.places if _function(p) == function}:
            lines[place] += sample.count
    if not lines:
        return (), _most(telling, lambda s: s.call), _system_call(telling or samples)
    place = max(lines, key=lambda p: (lines[p], p.line))
    there = [s for s in inside if s.places[0] == place] or inside
    above = next(s.places for s in inside if place in s.places)
    return above[above.index(place) :], _most(there, lambda s: s.call), _system_call(there)


def _function(place: Place) -> tuple[str, str]:
    return place.path, place.function


def _system_call(samples: Sequence[Sample]) -> str | None:
    return _most([s for s in samples if s.system_call != RUNNING], lambda s: s.system_call)


def _telling(samples: Sequence[Sample], *, running: bool) -> list[Sample]:
    named = [s for s in samples if s.places]
    fitting = [s for s in named if (s.system_call == RUNNING) is running]
    return fitting or named


def _most(samples: Iterable[Sample], key: Callable[[Sample], _Key]) -> _Key | None:
    counts: Counter[_Key] = Counter()
    for sample in samples:
        counts[key(sample)] += sample.count
    return counts.most_common(1)[0][0] if counts else None
