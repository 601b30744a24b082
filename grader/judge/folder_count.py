"""Counts what lies in a folder that a stranger writes to."""

import os

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DEEPEST = 50
_MOST_HANDED_IN = 1_000_000


class FolderCount:
    """A folder that stays the same one, wherever it is moved; what is new in it is counted from the start on."""

    def __init__(self, path: str, most: int) -> None:
        """Open the folder and count what is there already. `most`: from there on nobody needs the number."""
        self._most = most
        self._before = 0
        try:
            self._folder: int | None = os.open(path, _FOLDER)
        except OSError:  # it is gone, so nothing new is in it
            self._folder = None
        self._before = self._counted(_MOST_HANDED_IN)

    def new(self) -> int:
        """Count files, folders and all else that has come, at most one more than `most`.

        Links are counted and never followed. A folder that nobody can look into, or that lies deeper than any honest
        one, may hold anything: that is too much.
        """
        return max(0, self._counted(self._before + self._most) - self._before)

    def close(self) -> None:
        """Give the descriptor back."""
        if self._folder is not None:
            os.close(self._folder)
            self._folder = None

    def _counted(self, most: int) -> int:
        return _count(self._folder, most, _DEEPEST) if self._folder is not None else 0


def _count(folder: int, most: int, depth: int) -> int:
    found = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            found += 1
            if entry.is_dir(follow_symlinks=False):
                found += _count_below(folder, entry.name, most - found, depth - 1)
            if found > most:
                return most + 1
    return found


def _count_below(folder: int, name: str, most: int, depth: int) -> int:
    if depth <= 0:
        return most + 1
    try:
        below = os.open(name, _FOLDER, dir_fd=folder)
    except (FileNotFoundError, NotADirectoryError):  # taken away or replaced in this moment
        return 0
    except OSError:
        return most + 1
    try:
        return _count(below, most, depth)
    finally:
        os.close(below)
