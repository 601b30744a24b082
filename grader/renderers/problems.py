"""What the tests that did not pass have to say: each problem once, however many tests share it."""

from dataclasses import dataclass

from grader.messages import text
from grader.renderers.excerpt import excerpt, place
from grader.renderers.look import Lines, Look, ink, paragraph, spaced, titles
from grader.renderers.sentences import choose, say
from grader.report import Message, Report, TestResult, Verdict

_MOST_PROBLEMS = 5
_MOST_LINES = 24
_MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One message with its place, and the tests that have it."""

    message: Message
    line: int | None
    tests: tuple[TestResult, ...]


def find_problems(tests: tuple[TestResult, ...]) -> list[Problem]:
    """Collect the messages of the tests that did not pass, in the tests' order."""
    found: dict[object, list[TestResult]] = {}
    for test in tests:
        if test.verdict is not Verdict.PASSED and test.message is not None:
            key = (test.message.code, tuple(sorted(test.message.values.items())), test.line)
            found.setdefault(key, []).append(test)
    return [
        Problem(message=group[0].message, line=group[0].line, tests=tuple(group))
        for group in found.values()
        if group[0].message
    ]


def problems(report: Report, lang: str, look: Look) -> Lines:
    """Tell each problem: which tests, the sentence, the learner's line."""
    found = find_problems(report.tests)
    shown = [_problem(problem, report, lang, look) for problem in found[:_MOST_PROBLEMS]]
    left = sum(len(problem.tests) for problem in found[_MOST_PROBLEMS:])
    more = paragraph(text("terminal.more-problems", lang, count=left), look.width) if left else []
    return spaced([*shown, more])


def _problem(problem: Problem, report: Report, lang: str, look: Look) -> Lines:
    # A problem of every test is the run's own: naming all of them again would say nothing.
    is_of_all = len(problem.tests) == len(report.tests)
    lines = titles([] if is_of_all else [choose(test.title, lang) for test in problem.tests], lang, look.width)
    lines += _bounded(paragraph(say(problem.message, lang)[:_MOST_CHARACTERS], look.width), lang, look)
    return spaced([lines, _source(problem, report, lang, look)])


def _bounded(lines: Lines, lang: str, look: Look) -> Lines:
    left = len(lines) - _MOST_LINES
    if left <= 0:
        return lines
    cut = f"  {look.glyph('cut')} {text('terminal.cut-lines', lang, count=left)}"
    return [*lines[:_MOST_LINES], ink((cut, "dim"))]


def _source(problem: Problem, report: Report, lang: str, look: Look) -> Lines:
    if problem.line is None or not report.submission.source:
        return []
    column = problem.message.values.get("column")
    return [
        place(report.submission.path, problem.line, None, lang, look),
        *excerpt(report.submission.source, problem.line, look, column=column if isinstance(column, int) else None),
    ]
