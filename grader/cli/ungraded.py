"""The report of what could not be graded, for formats that must say something whatever happens."""

import datetime
import os
import platform
import traceback
from collections.abc import Mapping
from pathlib import PurePath

import tornado

from grader.cli.solutions import solution_name
from grader.errors import GraderError
from grader.kata import Kata
from grader.messages import text
from grader.renderers.mistakes import explain
from grader.renderers.neutral import neutral
from grader.report import (
    Environment,
    Isolation,
    Loop,
    Measurement,
    Message,
    Report,
    Submission,
    TestResult,
    Verdict,
)

# Only these are the learner's to put right; all else that ends a command is the teacher's affair, or ours.
_NOTHING_HANDED_IN = frozenset({"cli.run.no-file", "cli.run.not-started", "cli.run.no-solutions"})


def explanation(error: Exception, lang: str) -> str:
    """Say what went wrong, for whoever reads the log: ours with its traceback, for nobody can ask for it again."""
    if isinstance(error, GraderError):
        return explain(error, lang)
    trace = "".join(traceback.format_exception(error))
    return neutral(f"{trace}{text('cli.our-fault', lang, error=_kind(error))}\n")


def ungraded(error: Exception, word: str, kata: Kata | None = None, file: str | None = None) -> Report:
    """Give a report of one test that says why; `kata` is None where it could not be loaded, `word` its name then."""
    is_missing = isinstance(error, GraderError) and error.code in _NOTHING_HANDED_IN
    name = PurePath(word).name if kata is None else kata.name
    title = {"en": name} if kata is None else dict(kata.spec.title)
    test = TestResult(
        name=name,
        title=title,
        verdict=Verdict.INVALID if is_missing else Verdict.GRADER_ERROR,
        points=0 if is_missing else None,
        max_points=0 if kata is None else kata.spec.points,
        duration_s=0.0,
        message=_message(error),
    )
    return Report(
        kata=name,
        kata_digest="" if kata is None else kata.digest(),
        title=title,
        submission=Submission(path=file or ("" if kata is None else solution_name(kata)), sha256="", source=""),
        tests=(test,),
        loop=Loop(),
        measurement=Measurement(clock="real" if kata is None else kata.spec.clock.value),
        isolation=Isolation(),
        environment=Environment(
            python=platform.python_version(),
            tornado=tornado.version,
            platform=platform.platform(),
            cpus=os.cpu_count() or 1,
        ),
        started_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        duration_s=0.0,
    )


def _message(error: Exception) -> Message:
    if isinstance(error, GraderError):
        return Message(code=error.code, values=_plain(error.values))
    return Message(code="cli.our-fault", values={"error": _kind(error)})


def _plain(values: Mapping[str, object]) -> dict[str, str | int | float]:
    """Give the values of an error as those of a message: lists joined, paths as text."""
    return {
        name: value
        if isinstance(value, str | int | float)
        else ", ".join(map(str, value))
        if isinstance(value, list | tuple)
        else str(value)
        for name, value in values.items()
    }


def _kind(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
