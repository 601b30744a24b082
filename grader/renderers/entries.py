"""The tests of one report or of several as one list, for formats that know nothing of katas."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.messages import LANGUAGES, text
from grader.renderers.sentences import choose
from grader.report import Message, Report, TestResult, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One test, with the report that it is from; `title` names the kata as well where there are several."""

    report: Report
    test: TestResult
    title: str


def entries(reports: Sequence[Report], lang: str) -> list[Entry]:
    """Give the tests of all reports, in their order; never an empty list, for that would be read as a pass."""
    return [
        Entry(report=report, test=test, title=_title(report, test, lang, is_alone=len(reports) == 1))
        for report in reports
        for test in report.tests or (_no_tests(report),)
    ]


def at_most(count: int, every: Sequence[Entry], lang: str) -> list[Entry]:
    """Put the last entries together into one where there are more than `count`; no point gets lost."""
    if len(every) <= count:
        return list(every)
    kept, rest = every[: count - 1], every[count - 1 :]
    points = [entry.test.points for entry in rest]
    together = TestResult(
        name="rest",
        title={known: text("formats.rest", known, count=len(rest)) for known in LANGUAGES},
        verdict=Verdict.first(entry.test.verdict for entry in rest),
        points=None if None in points else sum(point or 0 for point in points),
        max_points=sum(entry.test.max_points for entry in rest),
        duration_s=sum(entry.test.duration_s for entry in rest),
        message=Message(code="formats.rest", values={"count": len(rest)}),
    )
    return [*kept, Entry(report=rest[0].report, test=together, title=choose(together.title, lang))]


def verdict_of(reports: Sequence[Report]) -> Verdict:
    """Give the verdict of all reports together: the first of the nine that one of them has."""
    return Verdict.first(report.verdict for report in reports)


def _title(report: Report, test: TestResult, lang: str, *, is_alone: bool) -> str:
    title = choose(test.title, lang) or test.name
    return title if is_alone else text("formats.title-of-kata", lang, kata=report.kata, title=title)


def _no_tests(report: Report) -> TestResult:
    return TestResult(
        name=report.kata,
        title=report.title,
        verdict=Verdict.GRADER_ERROR,
        points=None,
        max_points=0,
        duration_s=0.0,
        message=Message(code="judge.no-tests"),
    )
