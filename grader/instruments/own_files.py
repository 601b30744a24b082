"""Which files are one's own: those below some folders, without what is installed there."""

import os
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_INSTALLED = frozenset({"site-packages", "dist-packages"})


class OwnFiles:
    """Tells one's own files by name. A folder that is named itself may be anywhere, also inside of site-packages."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        """Take the folders as they are now: the current folder may change later."""
        self._here = Path.cwd()
        named = {self._real(folder) for folder in folders}
        self._folders = sorted(named, key=lambda folder: len(folder.parts), reverse=True)
        self._standard = {self._real(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")} - named
        self._engine = self._real(__file__).parent
        self._known: dict[str, bool] = {}

    def has(self, path: str) -> bool:
        """Tell whether `path`, as a code object names it, is one's own."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = not path.startswith("<") and self._is_own(self._real(path))
        return known

    def _is_own(self, path: Path) -> bool:
        folder = next((folder for folder in self._folders if path.is_relative_to(folder)), None)
        if folder is None or path.is_relative_to(self._engine):
            return False
        # Folders below the standard library may be named, too: only what lies between is not one's own.
        if any(path.is_relative_to(each) and each.is_relative_to(folder) for each in self._standard):
            return False
        return not _INSTALLED.intersection(path.relative_to(folder).parts)

    def _real(self, path: str | Path) -> Path:
        # Path.resolve raises for links that go round in a circle.
        return Path(os.path.realpath(self._here / path))
