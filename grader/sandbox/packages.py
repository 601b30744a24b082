"""The files of the packages that a kata names: their folders, and what their distributions bring along.

Asked once for a kata, by the judge: what is installed is read from some hundred files.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

from grader.sandbox import readable

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)[^;]*(;.*\bextra\b)?")
_INTERPRETED: Final = (".py", ".so", ".pyd", ".pyi")


def paths_of(names: Iterable[str], path: Sequence[str] | None = None) -> tuple[str, ...]:
    """Give the paths that a candidate may read for these packages, by import name, and for those that they need.

    The grader itself is never among them. `path` is where distributions are looked for: by default the import path.
    """
    wanted = [name.partition(".")[0] for name in names]
    if not wanted:
        return ()
    installed = {_normal(each.name): each for each in (distributions(path=list(path)) if path else distributions())}
    found = dict[Path, None]()
    for name in wanted:
        found |= dict.fromkeys(readable.modules(name))
        for distribution in installed.values():
            if name in _import_names(distribution):
                found |= dict.fromkeys(_with_requirements(distribution, installed))
    return tuple(str(path) for path in found if not _holds_grader(path))


def _with_requirements(distribution: Distribution, installed: dict[str, Distribution]) -> Iterator[Path]:
    seen = set[str]()
    todo = [distribution]
    while todo:
        current = todo.pop()
        if (name := _normal(current.name)) in seen:
            continue
        seen.add(name)
        yield from _places(current)
        todo += [installed[need] for need in _requirements(current) if need in installed]


def _requirements(distribution: Distribution) -> Iterator[str]:
    """Name what a distribution needs, without what only its extras need."""
    for line in distribution.requires or ():
        match = _REQUIREMENT.match(line)
        if match and not match[2]:
            yield _normal(match[1])


def _places(distribution: Distribution) -> Iterator[Path]:
    """Give the top entries of a distribution in its folder of packages: modules, libraries, metadata."""
    base = Path(str(distribution.locate_file("")))
    for top in _tops(distribution):
        if (path := base / top).exists():
            yield path


def _import_names(distribution: Distribution) -> set[str]:
    return {top.partition(".")[0] for top in _tops(distribution) if _is_importable(top)}


def _is_importable(top: str) -> bool:
    return "." not in top or top.endswith(_INTERPRETED)


def _tops(distribution: Distribution) -> set[str]:
    tops = {file.parts[0] for file in distribution.files or () if file.parts}
    return tops - {"..", "__pycache__", ""}


def _holds_grader(path: Path) -> bool:
    return readable.PACKAGE.is_relative_to(path) or path.is_relative_to(readable.PACKAGE)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
