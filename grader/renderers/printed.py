"""What the submission printed, bounded: the last lines, with the cut marked."""

from rich.text import Text

from grader.messages import text
from grader.renderers.look import Lines, Look, ink, paragraph, spaced, titles
from grader.renderers.neutral import neutral
from grader.renderers.sentences import choose
from grader.renderers.wrapping import crop
from grader.report import Report, TestResult

_MOST_LINES = 20
_LEAST_LINES = 3
_MOST_TESTS = 5
# Beyond this no terminal shows more of a line; it keeps a line of megabytes from being measured.
_MOST_CHARACTERS = 1000


def printed(report: Report, lang: str, look: Look) -> Lines:
    """Give the output by test; the same output of several tests is shown once.

    Where tests did not pass, theirs is shown alone: what passed ones log would stand before the failure.
    """
    groups: dict[str, list[TestResult]] = {}
    not_passed = [test for test in report.tests if test.verdict.exit_code]
    for test in not_passed or report.tests:
        if test.output.strip():
            groups.setdefault(test.output, []).append(test)
    shown = list(groups.items())[:_MOST_TESTS]
    most = max(_MOST_LINES // max(len(shown), 1), _LEAST_LINES)
    return spaced([*_heading(tests, report, lang, look), *_tail(output, most, lang, look)] for output, tests in shown)


def _heading(tests: list[TestResult], report: Report, lang: str, look: Look) -> Lines:
    if len(tests) == len(report.tests):
        return paragraph(text("terminal.printed", lang), look.width, style="bold")
    return titles(
        [text("terminal.printed-in", lang, title=choose(test.title, lang)) for test in tests], lang, look.width
    )


def _tail(output: str, most: int, lang: str, look: Look) -> Lines:
    rows = output.rstrip().replace("\r\n", "\n").split("\n")
    left = len(rows) - most
    before = text("terminal.lines-before", lang, count=left)
    cut = [ink((f"  {look.glyph('cut')} {before}", "dim"))] if left > 0 else []
    return cut + [_row(row, look) for row in rows[-most:]]


def _row(row: str, look: Look) -> Text:
    code = neutral(row[:_MOST_CHARACTERS]).expandtabs(4)
    return ink("  ", (f"{look.glyph('rail')} ", "dim"), crop(code, look.width - 4, look.glyph("cut")))
