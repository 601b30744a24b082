"""The report as a learner reads it in a terminal: the tests, the story, the verdict, the next command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from grader.messages import text
from grader.renderers.held_loop import held_loop
from grader.renderers.look import Lines, Look, ink, paragraph, spaced, style_of
from grader.renderers.neutral import neutral
from grader.renderers.printed import printed
from grader.renderers.problems import find_problems, problems
from grader.renderers.quantity import seconds
from grader.renderers.sentences import (
    cause_sentence,
    choose,
    points_text,
    say,
    verdict_name,
    verdict_sentence,
)
from grader.renderers.tests_table import tests_table
from grader.renderers.timeline_bar import timeline_bar
from grader.renderers.wrapping import crop, pad
from grader.report import Report, Verdict

_MARGIN = 4
# The verdict's name, the points, and the gaps before them.
_RIGHT_COLUMNS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to type next: `code` and `values` of the words before it, and the command, if there is anything to do."""

    code: str
    command: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def render_terminal(report: Report, *, lang: str, look: Look, next_step: NextStep | None = None) -> str:
    """Give the report as text that ends with a newline."""
    return look.paint(
        *spaced(
            [
                _head(report, lang, look),
                tests_table(report, lang, look),
                timeline_bar(report, lang, look),
                printed(report, lang, look),
                problems(report, lang, look),
                held_loop(report, lang, look),
                _conclusion(report, lang, look),
                step_lines(next_step, lang, look),
            ]
        )
    )


def render_summary(reports: Sequence[Report], *, lang: str, look: Look) -> str:
    """Give several reports shortly, then the sum."""
    names = min(max(cell_len(report.kata) for report in reports), look.width - _MARGIN - _RIGHT_COLUMNS)
    short = [line for report in reports for line in _short(report, names, lang, look)]
    rows = spaced([short, _sum(reports, lang, look)])
    return look.paint(*rows)


def step_lines(step: NextStep | None, lang: str, look: Look) -> Lines:
    """Give the words and the command, which stands on a line of its own to be copied whole."""
    if step is None:
        return []
    lines = paragraph(text(step.code, lang, **step.values), look.width)
    # Never wrapped: half a command, copied, is another command.
    return [*lines, ink("      ", (step.command, "cyan"))] if step.command else lines


def _head(report: Report, lang: str, look: Look) -> Lines:
    title = paragraph(choose(report.title, lang), look.width, style="bold")
    names, path = f"  {report.kata}", report.submission.path
    together = f"{names} {look.glyph('dot')} {path}"
    if cell_len(neutral(together)) <= look.width:
        return [*title, ink((together, "dim"))]
    return [*title, ink((names, "dim")), *paragraph(path, look.width, style="dim")]


def _conclusion(report: Report, lang: str, look: Look) -> Lines:
    verdict = report.verdict
    form = "terminal.points" if report.points is not None else "terminal.no-points"
    points = text(form, lang, points=report.points, max_points=report.max_points)
    head = ink("  ", (f"{look.mark(verdict)} {verdict_name(verdict, lang)}", f"bold {style_of(verdict)}"))
    beside = head + ink(f" {look.glyph('dot')} {points}")
    heads = [beside] if beside.cell_len <= look.width else [head, *paragraph(points, look.width)]
    return [*heads, *paragraph(verdict_sentence(report, lang), look.width), *_measured(report, lang, look)]


def _measured(report: Report, lang: str, look: Look) -> Lines:
    measurement, environment = report.measurement, report.environment
    sentences = [
        text("terminal.machine", lang, python=environment.python, tornado=environment.tornado,
             duration=seconds(report.duration_s), dot=look.glyph("dot"))
    ]  # fmt: skip
    if measurement.retries:
        sentences.append(text("terminal.retries", lang, count=measurement.retries))
    if measurement.missing:
        sentences.append(text("terminal.measured-without", lang, missing=measurement.missing))
    if report.isolation.missing:
        sentences.append(text("terminal.isolated-without", lang, missing=report.isolation.missing))
    if measurement.noise:
        sentences.append(text("terminal.noise", lang, noise=measurement.noise))
    return [line for sentence in sentences for line in paragraph(sentence, look.width, style="dim")]


def _short(report: Report, columns: int, lang: str, look: Look) -> Lines:
    verdict = report.verdict
    name = verdict_name(verdict, lang)
    right = f"{pad(name, 14)} {pad(points_text(report.points, report.max_points), 7, right=True)}"
    row = ink(
        "  ",
        (look.mark(verdict), style_of(verdict)),
        f" {pad(crop(report.kata, columns, look.glyph('cut')), columns)}  ",
        (right, style_of(verdict)),
    )
    return (
        [row, *paragraph(_reason(report, lang), look.width, indent=4, style="dim")] if _reason(report, lang) else [row]
    )


def _reason(report: Report, lang: str) -> str:
    """Give the first thing to know about a submission that did not pass, with its place."""
    if report.verdict is Verdict.PASSED:
        return ""
    if report.verdict is Verdict.BLOCKED and report.blocks:
        worst = report.blocks[0]
        return _placed(worst.path or report.submission.path, worst.line, cause_sentence(worst, lang), lang)
    found = find_problems(tuple(test for test in report.tests if test.verdict is report.verdict))
    if not found:
        return verdict_sentence(report, lang)
    first_line = say(found[0].message, lang).strip().partition("\n")[0]
    return _placed(report.submission.path, found[0].line, first_line, lang)


def _placed(path: str, line: int | None, sentence: str, lang: str) -> str:
    return sentence if line is None else f"{text('terminal.place', lang, path=path, line=line)} {sentence}"


def _sum(reports: Sequence[Report], lang: str, look: Look) -> Lines:
    sentence = text(
        "terminal.summary",
        lang,
        passed=sum(report.verdict is Verdict.PASSED for report in reports),
        total=len(reports),
        points=sum(report.points or 0 for report in reports),
        max_points=sum(report.max_points for report in reports),
        dot=look.glyph("dot"),
    )
    return paragraph(sentence, look.width, style="bold")
