"""Errors as sentences; those of a kata's files with the place and the line of every mistake."""

from collections.abc import Iterator

from grader.errors import GraderError
from grader.messages import text
from grader.mistake import SpecError
from grader.renderers.neutral import neutral


def explain(error: GraderError, lang: str) -> str:
    """Give the text of an error, which ends with a newline."""
    lines = [text(error.code, lang, **error.values), *mistake_lines(error, lang)]
    # A file's name, too, may have a newline: what stands after it is not to look like a line of ours.
    return "".join(f"{neutral(line)}\n" for line in lines)


def mistake_lines(error: GraderError, lang: str) -> Iterator[str]:
    """Give a line for each mistake of a kata's files: the place, then what is wrong and what is right."""
    if isinstance(error, SpecError):
        for mistake in error.mistakes:
            place = ":".join(str(part) for part in (mistake.file, mistake.line, mistake.column) if part is not None)
            yield f"  {place}: {text(mistake.code, lang, **mistake.values)}"
