"""The report as GitHub-flavoured Markdown: the summary of a job's step, a comment, or a page to keep."""

from collections.abc import Iterator, Sequence

from grader.messages import text
from grader.renderers.entries import Entry, at_most, entries
from grader.renderers.excerpt import excerpt
from grader.renderers.held_loop import Place, places
from grader.renderers.log_text import log_text
from grader.renderers.look import Lines, Look
from grader.renderers.markdown_text import code_span, escaped, fenced, folded, table
from grader.renderers.payload import Room, fitting
from grader.renderers.problems import Problem, find_problems
from grader.renderers.quantity import seconds
from grader.renderers.sentences import (
    block_advice,
    cause_sentence,
    choose,
    points_text,
    say,
    verdict_name,
    verdict_sentence,
)
from grader.renderers.story import printed
from grader.renderers.timeline_bar import timeline_bar
from grader.report import Report

# GitHub takes 1 MiB for all that a step writes; the rest is left to whoever writes into it before.
_MOST_BYTES = 1_000_000
_MOST_PROBLEMS = 20
_MOST_PLACES = 10
_MOST_PRINTED = 10
_LOOK = Look(width=80)


def render_markdown(reports: Sequence[Report], lang: str) -> str:
    """Give the document, of 1 MB at most; several reports stand below each other."""
    tests = sum(len(report.tests) for report in reports)
    return fitting(lambda room: _document(reports, room, lang), _MOST_BYTES, tests)


def _document(reports: Sequence[Report], room: Room, lang: str) -> str:
    return "\n\n".join(part for report in reports for part in _report(report, room, lang) if part) + "\n"


def _report(report: Report, room: Room, lang: str) -> Iterator[str]:
    every = at_most(room.tests, entries([report], lang), lang)
    yield f"## {_LOOK.mark(report.verdict)} {escaped(choose(report.title, lang) or report.kata)}"
    yield _conclusion(report, lang)
    yield _tests(every, lang)
    yield _block(timeline_bar(report, lang, _LOOK), lang)
    held = places(report.blocks)
    yield from (part for spot in held[:_MOST_PLACES] for part in _held(spot, report, lang))
    if len(held) > _MOST_PLACES:
        yield text("terminal.more-places", lang, count=len(held) - _MOST_PLACES)
    found = find_problems(report.tests)
    yield from (part for problem in found[:_MOST_PROBLEMS] for part in _problem(problem, report, room, lang))
    if len(found) > _MOST_PROBLEMS:
        yield text("terminal.more-problems", lang, count=len(found) - _MOST_PROBLEMS)
    yield _printed(every, room, lang)
    yield _measured(report, lang)


def _conclusion(report: Report, lang: str) -> str:
    form = "terminal.points" if report.points is not None else "terminal.no-points"
    points = text(form, lang, points=report.points, max_points=report.max_points)
    about = [f"**{verdict_name(report.verdict, lang)}**", points, code_span(report.submission.path)]
    return f"{' · '.join(about)}\n\n{verdict_sentence(report, lang)}"


def _tests(every: Sequence[Entry], lang: str) -> str:
    heads = ["", *(text(f"terminal.{name}", lang) for name in ("tests", "time", "points-head"))]
    rows = [
        [
            _LOOK.mark(entry.test.verdict),
            _title(entry, lang),
            seconds(entry.test.duration_s) if entry.test.duration_s > 0 else text("terminal.not-run", lang),
            points_text(entry.test.points, entry.test.max_points),
        ]
        for entry in every
    ]
    return table(heads, rows, "llrr")


def _title(entry: Entry, lang: str) -> str:
    # In words as well as by its mark: not everybody sees marks and colours.
    verdict = verdict_name(entry.test.verdict, lang)
    return text("terminal.title-of-missed", lang, title=escaped(entry.title), verdict=verdict)


def _held(spot: Place, report: Report, lang: str) -> Iterator[str]:
    block, advice = spot.worst, block_advice(spot.worst, lang)
    path = block.path or report.submission.path
    yield f"### {escaped(cause_sentence(block, lang))}"
    if block.line is not None:
        yield code_span(text("terminal.place", lang, path=path, line=block.line))
        if path == report.submission.path:
            yield _block(excerpt(report.submission.source, block.line, _LOOK), lang)
    limit = text("formats.limit", lang, limit=seconds(block.limit_s))
    yield "\n".join([limit, escaped(advice.why), escaped(advice.instead)])
    yield fenced("\n".join(line for line in (advice.setup, advice.example) if line), "python")
    yield f"<{advice.link}>"


def _problem(problem: Problem, report: Report, room: Room, lang: str) -> Iterator[str]:
    titles = [escaped(choose(test.title, lang) or test.name) for test in problem.tests]
    yield f"### {titles[0]}"
    if len(titles) > 1:
        yield text("terminal.more-tests", lang, count=len(titles) - 1)
    yield fenced(log_text(say(problem.message, lang), room.detail_bytes, lang))
    if problem.line is not None:
        yield code_span(text("terminal.place", lang, path=report.submission.path, line=problem.line))
        yield _block(excerpt(report.submission.source, problem.line, _LOOK), lang)


def _printed(every: Sequence[Entry], room: Room, lang: str) -> str:
    said = dict.fromkeys(filter(None, (printed(entry, room.detail_bytes, lang) for entry in every)))
    if not said:
        return ""
    return folded(text("terminal.printed", lang), "\n\n".join(map(fenced, list(said)[:_MOST_PRINTED])))


def _measured(report: Report, lang: str) -> str:
    environment = report.environment
    values = {"python": environment.python, "tornado": environment.tornado, "duration": seconds(report.duration_s)}
    return escaped(text("terminal.machine", lang, **values, dot="·"))


def _block(lines: Lines, lang: str) -> str:
    return fenced(log_text("\n".join(line.plain for line in lines), _MOST_BYTES, lang)) if lines else ""
