"""Annotations of GitHub Actions: workflow commands that show a finding beside the learner's line."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.messages import text
from grader.renderers.entries import Entry, entries
from grader.renderers.held_loop import places
from grader.renderers.log_text import log_line, log_text
from grader.renderers.problems import find_problems
from grader.renderers.sentences import choose, points_text, say, verdict_name, verdict_sentence
from grader.renderers.story import place_story
from grader.report import Report, Verdict

_MOST_OF_A_KIND = 10
_TITLE_BYTES = 200
_PATH_BYTES = 300
_MESSAGE_BYTES = 4000


class Kind(StrEnum):
    """GitHub keeps ten of each in a step."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Annotation:
    kind: Kind
    title: str
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None


def render_github(reports: Sequence[Report], lang: str, folder: str = "") -> str:
    """Give one line for each annotation, the blamed lines first; `folder` leads from the repository to the paths."""
    every = entries(reports, lang)
    found = [each for report in reports for each in _of_report(report, every, lang)]
    kept = [each for kind in Kind for each in _bounded([a for a in found if a.kind is kind], lang)]
    return "".join(_command(each, folder, lang) for each in kept)


def _of_report(report: Report, every: Sequence[Entry], lang: str) -> list[_Annotation]:
    # The blamed lines come first: of more than ten, those are the ones to keep.
    by_name = {entry.test.name: entry for entry in every if entry.report is report}
    found = [*_of_blocks(report, by_name, lang), *_of_problems(report, by_name, lang)]
    return found or [_conclusion(report, lang)]


def _of_blocks(report: Report, by_name: Mapping[str, Entry], lang: str) -> Iterator[_Annotation]:
    for spot in places(report.blocks):
        entry = by_name[spot.worst.test]
        yield _Annotation(
            kind=Kind.ERROR,
            title=_title(entry.title, entry.test.verdict, lang),
            message=place_story(spot, entry, lang),
            path=spot.worst.path or report.submission.path,
            line=spot.worst.line,
        )


def _of_problems(report: Report, by_name: Mapping[str, Entry], lang: str) -> Iterator[_Annotation]:
    for problem in sorted(find_problems(report.tests), key=lambda problem: problem.line is None):
        first = problem.tests[0]
        column = problem.message.values.get("column")
        yield _Annotation(
            kind=Kind.WARNING if first.verdict.is_nobodys_fault else Kind.ERROR,
            title=_title(by_name[first.name].title, first.verdict, lang),
            message=say(problem.message, lang),
            path=report.submission.path,
            line=problem.line,
            column=column if isinstance(column, int) else None,
        )


def _conclusion(report: Report, lang: str) -> _Annotation:
    """Say how it ended, where nothing else is to be said."""
    match report.verdict:
        case Verdict.PASSED:
            kind = Kind.NOTICE
        case verdict:
            kind = Kind.WARNING if verdict.is_nobodys_fault else Kind.ERROR
    message = text(
        "formats.sentence-and-points",
        lang,
        sentence=verdict_sentence(report, lang),
        points=points_text(report.points, report.max_points),
    )
    return _Annotation(
        kind=kind,
        title=_title(choose(report.title, lang) or report.kata, report.verdict, lang),
        message=message,
    )


def _title(title: str, verdict: Verdict, lang: str) -> str:
    return text("terminal.title-of-missed", lang, title=title, verdict=verdict_name(verdict, lang))


def _bounded(each: list[_Annotation], lang: str) -> list[_Annotation]:
    left = len(each) - _MOST_OF_A_KIND
    if left <= 0:
        return each
    more = text("formats.more-annotations", lang, count=left + 1)
    return [*each[: _MOST_OF_A_KIND - 1], _Annotation(kind=each[0].kind, title=more, message=more)]


def _command(each: _Annotation, folder: str, lang: str) -> str:
    place = {
        "file": None if each.path is None else posixpath.normpath(posixpath.join(folder, each.path)),
        "line": each.line,
        "col": each.column,
    }
    properties = [
        f"{name}={_property(log_line(str(value), _PATH_BYTES))}" for name, value in place.items() if value is not None
    ]
    properties.append(f"title={_property(log_line(each.title, _TITLE_BYTES))}")
    return f"::{each.kind} {','.join(properties)}::{_data(log_text(each.message, _MESSAGE_BYTES, lang))}\n"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
