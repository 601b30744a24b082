"""The hidden tests of a report as rows: mark, title, time, points."""

from rich.cells import cell_len

from grader.messages import text
from grader.renderers.look import Lines, Look, ink, style_of
from grader.renderers.neutral import neutral
from grader.renderers.quantity import seconds
from grader.renderers.sentences import choose, points_text, verdict_name
from grader.renderers.wrapping import pad, wrap
from grader.report import Report, TestResult, Verdict

_MARGIN = 4
_GAP = 2


def tests_table(report: Report, lang: str, look: Look) -> Lines:
    """Give the head and a row for each test; a long title goes on in the next line, below its beginning."""
    heads = [text(f"terminal.{name}", lang) for name in ("tests", "time", "points-head")]
    cells = [(_time(test, lang), points_text(test.points, test.max_points)) for test in report.tests]
    times = max(cell_len(cell) for cell in [heads[1], *(time for time, _ in cells)])
    points = max(cell_len(cell) for cell in [heads[2], *(points for _, points in cells)])
    room = look.width - _MARGIN - times - points - 2 * _GAP
    titles = min(room, max(cell_len(cell) for cell in [heads[0], *(_title(test, lang) for test in report.tests)]))

    def right(time: str, score: str) -> str:
        return " " * _GAP + pad(time, times, right=True) + " " * _GAP + pad(score, points, right=True)

    lines = [ink((f"  {pad(heads[0], titles + 2)}{right(heads[1], heads[2])}", "dim"))]
    for test, (time, score) in zip(report.tests, cells, strict=True):
        first, *rest = wrap(_title(test, lang), titles)
        style = style_of(test.verdict)
        lines.append(ink("  ", (look.mark(test.verdict), style), " ", pad(first, titles), (right(time, score), "dim")))
        lines += [ink(" " * _MARGIN, line) for line in rest]
    return lines


def _title(test: TestResult, lang: str) -> str:
    title = neutral(choose(test.title, lang) or test.name)
    if test.verdict is Verdict.PASSED:
        return title
    return text("terminal.title-of-missed", lang, title=title, verdict=verdict_name(test.verdict, lang))


def _time(test: TestResult, lang: str) -> str:
    return seconds(test.duration_s) if test.duration_s > 0 else text("terminal.not-run", lang)
