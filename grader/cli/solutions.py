"""The learner's files below the current folder: solutions/<kata_name>.py."""

import contextlib
import itertools
import os
import stat
from pathlib import Path

from grader.errors import GraderError
from grader.kata import Kata, submission_filename

_FOLDER = "solutions"
# Enough for any learner; whoever has more backups than this has another problem.
_MOST_BACKUPS = 1000


def solution_name(kata: Kata) -> str:
    """Give the path as a learner writes it, relative to the current folder."""
    return f"{_FOLDER}/{kata.submission_filename}"


def has_solution(kata_name: str, cwd: Path) -> bool:
    """Say whether there is anything under the name of its solution: what it is, the grading says."""
    return os.path.lexists(cwd / _FOLDER / submission_filename(kata_name))


def write_stub(kata: Kata, cwd: Path, *, word: str, is_forced: bool) -> str | None:
    """Write the stub as the learner's file; give the backup's name where an older file was there.

    `word` is how the learner names the kata. Nothing is overwritten but by force, and its content is then kept
    beside it; a backup never overwrites another.
    Raises GraderError for a file that is there, for links in the way, and where the system refuses.
    """
    name = solution_name(kata)
    path = cwd / name
    try:
        stub = kata.stub_path.read_bytes()
        _make_folder(path.parent)
        backup = _make_way(path, name, word, is_forced=is_forced)
        _create(path, stub)
    except OSError as error:
        raise GraderError("cli.start.refused", path=name, reason=error.strerror or type(error).__name__) from None
    return backup


def _make_folder(folder: Path) -> None:
    if folder.is_symlink():
        raise GraderError("cli.start.link", path=_FOLDER)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    if not folder.is_dir():
        raise GraderError("cli.start.not-a-folder", path=_FOLDER)


def _make_way(path: Path, name: str, word: str, *, is_forced: bool) -> str | None:
    """Move an older file's content into a backup; give its name, None where there was no file."""
    if path.is_symlink():
        raise GraderError("cli.start.link", path=name)
    if not os.path.lexists(path):
        return None
    if not is_forced:
        raise GraderError("cli.start.exists", path=name, kata=word)
    if not stat.S_ISREG(path.lstat().st_mode):
        raise GraderError("cli.start.not-a-file", path=name)
    backup = _free_backup(path)
    # Renamed, not copied: at no moment is the learner's work anywhere half.
    path.rename(backup)
    return f"{_FOLDER}/{backup.name}"


def _free_backup(path: Path) -> Path:
    """Claim a name for a backup: the empty file made here is what the rename then replaces, and nobody else's."""
    for number in itertools.islice(itertools.count(), _MOST_BACKUPS):
        backup = path.with_name(f"{path.name}.bak{number or ''}")
        with contextlib.suppress(FileExistsError):
            _create(backup, b"")
            return backup
    raise GraderError("cli.start.too-many-backups", path=path.name)


def _create(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
