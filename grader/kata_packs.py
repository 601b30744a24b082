"""Kata packs that are installed: distributions that name their folders of katas in the entry point `grader.katas`."""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.errors import GraderError

ENTRY_POINT: Final = "grader.katas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A folder that holds kata folders. `origin` is the distribution it came from, or the folder as it was given."""

    folder: Path
    origin: str


def installed_packs() -> list[Pack]:
    """Find the installed packs by name, without importing any of them. Raises GraderError for one that is not there."""
    if not any(map(_names_katas, _entry_point_files())):
        return []
    from importlib.metadata import entry_points  # noqa: PLC0415 -- 30 ms that most machines need not spend

    points = [(point, point.dist.name if point.dist else point.name) for point in entry_points(group=ENTRY_POINT)]
    return sorted(
        (Pack(folder=folder, origin=name) for point, name in points for folder in _located(point.module, name)),
        key=lambda pack: (pack.origin, pack.folder),
    )


def _entry_point_files() -> Iterator[Path]:
    for entry in filter(None, sys.path):
        yield from Path(entry).glob("*-info/entry_points.txt")


def _names_katas(file: Path) -> bool:
    return f"[{ENTRY_POINT}]" in file.read_text(encoding="utf-8", errors="replace")


def _located(module: str, pack: str) -> list[Path]:
    folders = list(_folders_of(module))
    if not folders:
        raise GraderError("catalog.pack-not-found", pack=pack, module=module)
    return folders


def _folders_of(module: str) -> Iterator[Path]:
    """Locate a package's folders, or the folder that holds a module.

    Only the first name goes through the import system: to find what lies below, it would import the parents and run
    their code.
    """
    first, *below = module.split(".")
    spec = importlib.util.find_spec(first)
    if spec is None:
        return
    if spec.submodule_search_locations is None:
        yield from [Path(spec.origin).parent] if spec.origin and not below else []
    for location in spec.submodule_search_locations or ():
        path = Path(location, *below)
        if path.is_dir():
            yield path
        elif path.with_suffix(".py").is_file():
            yield path.parent
