"""Where the reports go: each format to its file or to standard output, known to work before anything is graded."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.cli import formats as known
from grader.cli.caller import absolute
from grader.cli.output import put
from grader.cli.workflow import Workflow
from grader.errors import GraderError

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One format and its absolute path; None is standard output. `shown_as` is the path as it was written.

    `is_appended`: the file is the job's, and what others wrote into it stays.
    """

    format: str
    path: Path | None = None
    shown_as: str = STDOUT
    is_appended: bool = False


def pair(
    formats: Sequence[str],
    outputs: Sequence[str],
    cwd: Path,
    timelines: Sequence[str] = (),
    workflow: Workflow = Workflow(),  # noqa: B008 -- a frozen value
) -> list[Destination]:
    """Give the first output to the first format, and so on; formats without one go to standard output.

    `timelines` are files of their own, whose endings say their format. In a job of GitHub Actions some formats also go
    where its other steps and its page look for them.
    Raises GraderError for more outputs than formats, for one file named twice, for one that cannot be written, for a
    timeline of another ending, and for a format of Classroom 50 outside of it.
    """
    if known.CLASSROOM50 in formats:
        workflow.needed_handin()
    if len(outputs) > len(formats):
        raise GraderError("cli.output-without-format", path=outputs[len(formats)])
    outputs = [*outputs, *[STDOUT] * (len(formats) - len(outputs))]
    found = [_destination(format_, output, cwd) for format_, output in zip(formats, outputs, strict=True)]
    found += [_destination(_timeline_format(file), file, cwd) for file in timelines]
    if workflow.is_job:
        # In the order in which they came, and each of them once: two formats may want the same page.
        found = list(dict.fromkeys(each for destination in found for each in _in_a_job(destination, workflow)))
    _refuse_twins(found)
    for destination in found:
        _refuse_unwritable(destination)
    return found


def deliver(destinations: Sequence[Destination], render: Callable[[str, bool], str]) -> None:
    """Write every format; `render` gives the text of a format, and is told whether it goes to the terminal."""
    for destination in destinations:
        text = render(destination.format, destination.path is None)
        if destination.path is None:
            put(text)
        elif destination.is_appended:
            _append(destination.path, text, destination.shown_as)
        else:
            _write(destination.path, text, destination.shown_as)


def _destination(format_: str, output: str, cwd: Path) -> Destination:
    if output == STDOUT:
        return Destination(format=format_)
    # A link stays a link: what is replaced is the file that it points to.
    return Destination(format=format_, path=absolute(output, cwd).resolve(), shown_as=output)


def _in_a_job(destination: Destination, workflow: Workflow) -> list[Destination]:
    """Give the destination itself, or what takes its place in a job."""
    is_wanted = destination.format == known.CLASSROOM or (
        destination.format == known.GITHUB and destination.path is None
    )
    if not is_wanted:
        return [destination]
    found = [destination]
    if destination.format == known.CLASSROOM and workflow.output is not None:
        found = [destination] if destination.path is not None else []
        found.append(_appended(known.CLASSROOM_OUTPUTS, workflow.output, "$GITHUB_OUTPUT"))
    if workflow.summary is not None:
        found.append(_appended(known.MARKDOWN, workflow.summary, "$GITHUB_STEP_SUMMARY"))
    return found if destination.format == known.GITHUB else [*found, Destination(format=known.GITHUB)]


def _appended(format_: str, path: Path, shown_as: str) -> Destination:
    return Destination(format=format_, path=path, shown_as=shown_as, is_appended=True)


def _timeline_format(file: str) -> str:
    match Path(file).suffix.lower():
        case ".html":
            return known.TIMELINE_HTML
        case ".json":
            return known.TIMELINE_TRACE
        case _:
            raise GraderError("cli.timeline-ending", path=file)


def _refuse_twins(destinations: Sequence[Destination]) -> None:
    seen: set[Path] = set()
    for destination in destinations:
        if destination.path in seen:
            raise GraderError("cli.output-twice", path=destination.shown_as)
        seen.update([destination.path] if destination.path is not None else [])


def _refuse_unwritable(destination: Destination) -> None:
    path = destination.path
    if path is None or _is_special(path):
        return
    if path.is_dir():
        raise GraderError("cli.output-is-folder", path=destination.shown_as)
    if not path.parent.is_dir():
        raise GraderError("cli.output-folder-missing", path=destination.shown_as, folder=path.parent)
    try:
        # Asking for permissions would not know of full or read-only disks; trying does.
        if destination.is_appended:
            path.open("a").close()
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".grader-"):
            pass
    except OSError as error:
        raise _unwritable(destination.shown_as, error) from None


def _write(path: Path, text: str, shown_as: str) -> None:
    try:
        if _is_special(path):
            path.write_text(text, encoding="utf-8")
        else:
            _replace(path, text)
    except OSError as error:
        raise _unwritable(shown_as, error) from None


def _append(path: Path, text: str, shown_as: str) -> None:
    try:
        with path.open("a+b") as file:
            # An unfinished line of another step would take our first one into itself.
            at_end = file.seek(0, os.SEEK_END)
            file.seek(max(at_end - 1, 0))
            is_finished = file.read(1) in (b"", b"\n")
            file.write(("" if is_finished else "\n").encode() + text.encode())
    except OSError as error:
        raise _unwritable(shown_as, error) from None


def _replace(path: Path, text: str) -> None:
    """Write beside the file and put it in its place at once: a reader sees the old text or the new, never a half."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".grader-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            # mkstemp gives 0600, which a later step of another user could not read.
            os.fchmod(descriptor, _mode(path))
            file.write(text)
        os.replace(name, path)  # noqa: PTH105 -- one call for the one step that must not be split
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 -- as above
        raise


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _is_special(path: Path) -> bool:
    """Say whether this is a device or a pipe (/dev/stdout, /dev/null), which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _unwritable(shown_as: str, error: OSError) -> GraderError:
    return GraderError("cli.output-refused", path=shown_as, reason=error.strerror or type(error).__name__)
