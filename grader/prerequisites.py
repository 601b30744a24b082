"""What must be known before a kata: its `after`, followed to the end and checked."""

import graphlib
from collections.abc import Iterator, Mapping, Sequence

from grader.catalog import Catalog
from grader.errors import GraderError
from grader.kata import SPEC_FILE, Kata, Mistake
from grader.spec_document import read
from grader.spec_mistakes import near

_ARROW = " → "


def prerequisites(catalog: Catalog, kata: Kata) -> tuple[Kata, ...]:
    """Give the katas to know before this one, in an order in which they can be learnt.

    Raises GraderError for a cycle or an unknown name, SpecError for a kata on the way that is broken.
    """
    known = {kata.name: kata}
    waiting = [kata]
    while waiting:
        for name in waiting.pop().spec.after:
            if name not in known:
                known[name] = catalog.named(name)
                waiting.append(known[name])
    try:
        order = list(graphlib.TopologicalSorter({name: each.spec.after for name, each in known.items()}).static_order())
    except graphlib.CycleError:
        raise GraderError("catalog.cycle", cycle=_ARROW.join(_cycle(known))) from None
    return tuple(known[name] for name in order if name != kata.name)


def check_prerequisites(catalog: Catalog) -> tuple[Mistake, ...]:
    """Find every `after` that names no kata or leads back to where it stands. Broken katas are left out."""
    katas = {kata.name: kata for kata in catalog.all() if isinstance(kata, Kata)}
    after = {name: kata.spec.after for name, kata in katas.items()}
    return tuple(mistake for kata in katas.values() for mistake in _mistakes(catalog, after, kata))


def _mistakes(catalog: Catalog, after: Mapping[str, Sequence[str]], kata: Kata) -> Iterator[Mistake]:
    for index, name in enumerate(kata.spec.after):
        if name not in catalog.places:
            meant = near(name, catalog.places)
            code = "catalog.misspelt-prerequisite" if meant else "catalog.unknown-prerequisite"
            yield _at(kata, index, code, {"name": name} | ({"right": meant} if meant else {}))
        elif way := _way(after, name, kata.name):
            yield _at(kata, index, "catalog.cycle", {"cycle": _ARROW.join((kata.name, *way))})


def _at(kata: Kata, index: int, code: str, values: Mapping[str, object]) -> Mistake:
    return read(kata.folder / SPEC_FILE).mistake_at(("after", index), code, **values)


def _cycle(katas: Mapping[str, Kata]) -> tuple[str, ...]:
    """Give the first cycle by name, from and to its first kata; there is one."""
    after = {name: kata.spec.after for name, kata in katas.items()}
    ways = ((name, _way(after, each, name)) for name in sorted(after) for each in after[name])
    return next((name, *way) for name, way in ways if way)


def _way(after: Mapping[str, Sequence[str]], start: str, goal: str) -> tuple[str, ...]:
    """Give the shortest way along `after`, both ends included; empty where there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    names = [start]
    for name in names:  # grows while it is walked
        for following in after.get(name, ()):
            if following not in ways:
                ways[following] = (*ways[name], following)
                names.append(following)
    return ways.get(goal, ())
