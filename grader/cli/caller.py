"""Who called, and how: language, folders, and the shape of the terminal, read once at the edge."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.messages import FALLBACK, LANGUAGES

if TYPE_CHECKING:
    from grader.catalog import Catalog
    from grader.renderers.look import Look

_LEAST_COLUMNS = 40
_MOST_COLUMNS = 100
_USUAL_COLUMNS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`cwd` and `kata_folders` are absolute; `command` is what the caller types before a command's name.

    `is_watching` says that standard error is a terminal where a line can be taken back.
    """

    lang: str
    cwd: Path
    kata_folders: tuple[Path, ...]
    command: str
    width: int
    is_plain: bool
    has_colour: bool
    is_watching: bool

    @property
    def look(self) -> "Look":
        """Give the look of what is printed."""
        from grader.renderers.look import Look  # noqa: PLC0415 -- brings rich, which `--version` does without

        return Look(width=self.width, colour=self.has_colour, plain=self.is_plain)

    def katas(self) -> "Catalog":
        """Find the katas. Raises GraderError for a folder without any."""
        from grader.catalog import find_katas  # noqa: PLC0415 -- brings msgspec and yaml

        return find_katas(self.kata_folders)


def find_caller(environ: Mapping[str, str], *, lang: str, is_plain: bool, katas: Sequence[str]) -> Caller:
    """Put together what the options and the environment say; `katas` are the folders as they were written."""
    cwd = current_folder()
    from_environment = [folder for folder in environ.get("GRADER_KATAS", "").split(os.pathsep) if folder]
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return Caller(
        lang=lang,
        cwd=cwd,
        kata_folders=tuple(absolute(folder, cwd) for folder in (*katas, *from_environment)),
        command=" ".join(["python -m grader", *(f"--katas {shlex.quote(folder)}" for folder in katas)]),
        width=_columns(environ),
        is_plain=is_plain or not is_utf8,
        has_colour=not is_plain and _has_colour(environ),
        is_watching=sys.stderr.isatty() and environ.get("TERM") != "dumb",
    )


def current_folder() -> Path:
    """Give the current folder. Raises GraderError where it has been deleted."""
    try:
        return Path.cwd()
    except OSError:
        raise GraderError("cli.no-current-folder") from None


def absolute(path: str, cwd: Path) -> Path:
    """Make a written path absolute, without following links."""
    return Path(os.path.abspath(cwd / Path(path).expanduser()))  # noqa: PTH100 -- Path has no form that keeps links


def wanted_language(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """Give the language of `--lang`, wherever it stands, or of the locale.

    It is looked up before the options are parsed: what is wrong with them is said in it, too.
    """
    for position in reversed(range(len(argv))):
        word, _, value = argv[position].partition("=")
        if word == "--lang":
            wanted = value or (argv[position + 1] if position + 1 < len(argv) else "")
            return wanted if wanted in LANGUAGES else FALLBACK
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return next((lang for lang in LANGUAGES if locale.lower().startswith(lang)), FALLBACK)


def _columns(environ: Mapping[str, str]) -> int:
    written = environ.get("COLUMNS", "")
    fallback = int(written) if written.isascii() and written.isdigit() else _USUAL_COLUMNS
    is_written = fallback > 0 and bool(written)
    columns = fallback if is_written else shutil.get_terminal_size((_USUAL_COLUMNS, 24)).columns
    return max(_LEAST_COLUMNS, min(columns, _MOST_COLUMNS))


def _has_colour(environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    return bool(environ.get("FORCE_COLOR")) or sys.stdout.isatty()
