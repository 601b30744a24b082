"""The catalogue: which katas there are, where they lie, and in which order they are shown."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grader
from grader.errors import GraderError
from grader.kata import SPEC_FILE, Kata, SpecError, load_kata
from grader.kata_packs import Pack, installed_packs
from grader.spec_mistakes import near

_BUNDLED: Final = "tornado-katas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a kata lies, and the pack that brought it. Nothing of it has been read."""

    folder: Path
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The katas by name, as far as their folders tell. A name has several places only where packs collide."""

    places: Mapping[str, tuple[Place, ...]]

    def names(self) -> tuple[str, ...]:
        """Give all names in alphabetical order."""
        return tuple(sorted(self.places))

    def get(self, word: str, cwd: Path) -> Kata:
        """Load the kata that `word` means: with a separator a path, seen from `cwd`; without one a name, always.

        A folder of the current folder never answers to a name: a learner's folder must not become the kata.
        Raises SpecError for a broken kata, GraderError for none or for two of that name.
        """
        return self._at_path(cwd / word) if "/" in word else self.named(word)

    def named(self, name: str) -> Kata:
        """Load the kata of this name; raises as `get`."""
        if name not in self.places:
            raise self._unknown(name)
        return _load(self._only_place(name))

    def all(self) -> tuple[Kata | SpecError, ...]:
        """Load all katas by chapter, then by name; a broken one is its error, at the end.

        Raises GraderError where two have one name: whichever was shown would be the wrong one for somebody.
        """
        return tuple(sorted((_load_or_error(self._only_place(name)) for name in self.places), key=_order))

    def _only_place(self, name: str) -> Place:
        first, *others = self.places[name]
        if others:
            raise GraderError("catalog.two-of-a-name", name=name, first=first.folder, second=others[0].folder)
        return first

    def _unknown(self, name: str) -> GraderError:
        if not self.places:
            return GraderError("catalog.empty", name=name)
        meant = near(name, self.places)
        if meant:
            return GraderError("catalog.misspelt-kata", name=name, right=meant, known=self.names())
        return GraderError("catalog.unknown-kata", name=name, known=self.names())

    def _at_path(self, path: Path) -> Kata:
        folder = path.resolve()
        if not (folder / SPEC_FILE).is_file():
            raise GraderError("catalog.no-kata-at-path", path=folder)
        return load_kata(folder, pack=str(folder.parent))


def find_katas(folders: Sequence[Path], *, bundled: bool = True) -> Catalog:
    """Look for katas in `folders`, in installed packs, and in what came with the grader.

    `folders` are absolute; each holds kata folders, or is one. Raises GraderError for one that holds none.
    """
    packs = [Pack(folder=folder, origin=str(folder)) for folder in folders] + installed_packs()
    places = [place for pack in packs for place in _places_in(pack)]
    if bundled:
        places += _bundled_places()
    return Catalog(places=_by_name(places))


def bundled_folder() -> Path:
    """Give the folder of the katas that came with the grader: inside it when installed, beside it in a checkout."""
    package = Path(grader.__file__).parent
    inside = package / "katas"
    return inside if inside.is_dir() else package.parent / "katas"


def _bundled_places() -> list[Place]:
    folder = bundled_folder()
    return [Place(folder=kata, pack=_BUNDLED) for kata in _kata_folders(folder)] if folder.is_dir() else []


def _places_in(pack: Pack) -> list[Place]:
    if not pack.folder.is_dir():
        raise GraderError("catalog.no-such-folder", folder=pack.folder)
    try:
        places = [Place(folder=folder, pack=pack.origin) for folder in _kata_folders(pack.folder)]
    except OSError as error:
        raise GraderError("catalog.folder-refused", folder=pack.folder, reason=error.strerror) from None
    if not places:
        raise GraderError("catalog.folder-without-katas", folder=pack.folder)
    return places


def _kata_folders(folder: Path) -> list[Path]:
    if (folder / SPEC_FILE).is_file():
        return [folder]
    children = sorted(child for child in folder.iterdir() if not child.name.startswith((".", "__pycache__")))
    return [child for child in children if (child / SPEC_FILE).is_file()]


def _by_name(places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    """Collect the places of each name; the same folder reached twice is one place."""
    found: dict[str, dict[Path, Place]] = {}
    for place in places:
        found.setdefault(place.folder.name, {}).setdefault(place.folder.resolve(), place)
    return {name: tuple(by_folder.values()) for name, by_folder in found.items()}


def _load(place: Place) -> Kata:
    return load_kata(place.folder, place.pack)


def _load_or_error(place: Place) -> Kata | SpecError:
    try:
        return _load(place)
    except SpecError as error:
        return error


def _order(kata: Kata | SpecError) -> tuple[object, ...]:
    if isinstance(kata, SpecError):
        return 2, kata.folder.name
    chapter = kata.spec.chapter
    return (0, tuple(_natural(chapter)), kata.name) if chapter else (1, kata.name)


def _natural(text: str) -> Iterator[str | int]:
    """Split digits from the rest, so that 2.10 comes after 2.9; texts and numbers alternate and compare."""
    for position, part in enumerate(re.split(r"([0-9]+)", text)):
        yield int(part) if position % 2 else part
