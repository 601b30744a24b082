"""The command `run`."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.cli import output
from grader.cli.caller import Caller, absolute
from grader.cli.destinations import TIMELINE_HTML, TIMELINE_TRACE, Destination, deliver, pair
from grader.cli.edge import Engine, Grader
from grader.errors import GraderError
from grader.messages import text
from grader.report import Report, Verdict

if TYPE_CHECKING:
    from grader.catalog import Catalog
    from grader.kata import Kata
    from grader.renderers.terminal import NextStep
    from grader.report import Submission


_PICTURES = (TIMELINE_HTML, TIMELINE_TRACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The arguments of `run` as they were written."""

    kata: str | None
    file: str | None
    is_all: bool
    formats: Sequence[str]
    outputs: Sequence[str]
    timelines: Sequence[str] = ()


def run_command(caller: Caller, request: Request, engine: Engine) -> int:
    """Grade what is asked for, deliver the reports, and give the exit code that the verdicts mean."""
    _refuse_contradictions(request)
    destinations = pair(request.formats, request.outputs, caller.cwd, request.timelines)
    # First of all: while the katas are read here, the judge's process imports what it needs.
    with engine() as grade:
        if request.is_all:
            return _run_all(caller, destinations, grade)
        return _run_one(caller, request, destinations, grade)


def _refuse_contradictions(request: Request) -> None:
    if request.is_all and request.kata is not None:
        raise GraderError("cli.run.all-and-one", kata=request.kata)
    if not request.is_all and request.kata is None:
        raise GraderError("cli.run.nothing")


def _run_one(caller: Caller, request: Request, destinations: Sequence[Destination], grade: Grader) -> int:
    from grader.renderers.json_report import render_json  # noqa: PLC0415 -- read while the judge warms up
    from grader.renderers.terminal import render_terminal  # noqa: PLC0415 -- as above

    word = request.kata or ""
    katas = caller.katas()
    kata = katas.get(word, caller.cwd)
    submission = _submission(caller, kata, word, request.file)
    with _progress(caller, kata.title(caller.lang)):
        report = grade(kata, submission)

    def render(format_: str, is_terminal: bool) -> str:
        if format_ == "json":
            return render_json(report, caller.lang)
        if format_ in _PICTURES:
            return _picture(format_, [report], caller.lang)
        step = _next_step(caller, katas, kata, word, report)
        look = caller.look if is_terminal else replace(caller.look, colour=False)
        return render_terminal(report, lang=caller.lang, look=look, next_step=step)

    deliver(destinations, render)
    return report.verdict.exit_code


def _run_all(caller: Caller, destinations: Sequence[Destination], grade: Grader) -> int:
    from grader.cli.solutions import has_solution  # noqa: PLC0415 -- read while the judge warms up
    from grader.kata import Kata, SpecError  # noqa: PLC0415 -- as above
    from grader.renderers.json_report import render_json_summary  # noqa: PLC0415 -- as above
    from grader.renderers.mistakes import explain  # noqa: PLC0415 -- as above
    from grader.renderers.terminal import render_summary  # noqa: PLC0415 -- as above

    found = caller.katas().all()
    katas = [kata for kata in found if isinstance(kata, Kata) and has_solution(kata.name, caller.cwd)]
    broken = [error for error in found if isinstance(error, SpecError) and has_solution(error.folder.name, caller.cwd)]
    if not katas and not broken:
        raise GraderError("cli.run.no-solutions", command=caller.command)
    if not katas:
        raise broken[0]
    submissions = [_submission(caller, kata, kata.name, None) for kata in katas]
    reports = []
    for number, (kata, submission) in enumerate(zip(katas, submissions, strict=True), start=1):
        with _progress(caller, f"{number}/{len(katas)} {kata.title(caller.lang)}"):
            reports.append(grade(kata, submission))

    def render(format_: str, is_terminal: bool) -> str:
        if format_ == "json":
            return render_json_summary(reports, caller.lang)
        if format_ in _PICTURES:
            return _picture(format_, reports, caller.lang)
        look = caller.look if is_terminal else replace(caller.look, colour=False)
        return render_summary(reports, lang=caller.lang, look=look)

    deliver(destinations, render)
    for error in broken:  # a broken kata takes nobody else's verdict down, but is not passed over
        output.complain(explain(error, caller.lang))
    return max(*(report.verdict.exit_code for report in reports), *(error.exit_code for error in broken), 0)


def _picture(format_: str, reports: Sequence[Report], lang: str) -> str:
    """Draw all reports into one file: a page or a trace that shows each of them."""
    from grader.renderers.timeline_html import render_timeline_html  # noqa: PLC0415 -- for --timeline alone
    from grader.renderers.timeline_trace import render_timeline_trace  # noqa: PLC0415 -- as above

    return (render_timeline_html if format_ == TIMELINE_HTML else render_timeline_trace)(reports, lang)


def _submission(caller: Caller, kata: "Kata", word: str, file: str | None) -> "Submission":
    """Read the learner's file, and see to it that the kata can run here."""
    from grader.cli.packages import require_packages  # noqa: PLC0415 -- read while the judge warms up
    from grader.cli.solutions import solution_name  # noqa: PLC0415 -- as above
    from grader.submission import SubmissionMissingError, read_submission  # noqa: PLC0415 -- as above

    shown_as = file or solution_name(kata)
    try:
        submission = read_submission(absolute(shown_as, caller.cwd), shown_as, kata.spec.files)
    except SubmissionMissingError:
        if file is not None:
            raise GraderError("cli.run.no-file", path=file) from None
        raise GraderError("cli.run.not-started", path=shown_as, command=f"{caller.command} start {word}") from None
    require_packages(kata)
    return submission


def _next_step(caller: Caller, katas: "Catalog", kata: "Kata", word: str, report: Report) -> "NextStep":
    """Choose the command that helps most after this verdict."""
    from grader.cli.hinting import occasions  # noqa: PLC0415 -- read while the judge warms up
    from grader.renderers.terminal import NextStep  # noqa: PLC0415 -- as above

    verdict = report.verdict
    if verdict is Verdict.PASSED:
        return _next_kata(caller, katas, kata)
    if verdict is Verdict.GRADER_ERROR:
        return NextStep(code="terminal.next-doctor", command=f"{caller.command} doctor")
    if verdict is Verdict.INCONCLUSIVE:
        return NextStep(code="terminal.next-again", command=f"{caller.command} run {word}")
    # Where nothing could be loaded, no test has anything to do with it.
    missed = [test.name for test in report.tests if test.verdict is verdict is not Verdict.INVALID]
    known = occasions(kata)
    occasion = next((name for name in (str(verdict), *missed) if name in known), None)
    if occasion is not None:
        return NextStep(code="terminal.next-hint", command=f"{caller.command} hint {word} --for {occasion}")
    if kata.spec.hints:
        return NextStep(code="terminal.next-hint", command=f"{caller.command} hint {word}")
    return NextStep(code="terminal.next-task", command=f"{caller.command} show {word}")


def _next_kata(caller: Caller, katas: "Catalog", kata: "Kata") -> "NextStep":
    """Choose the first kata without a solution that comes after this one, or else the first of all."""
    from grader.cli.solutions import has_solution  # noqa: PLC0415 -- read while the judge warms up
    from grader.renderers.terminal import NextStep  # noqa: PLC0415 -- as above

    every = _loadable(katas)
    names = [other.name for other in every]
    here = names.index(kata.name) + 1 if kata.name in names else 0
    for other in (*every[here:], *every[:here]):
        if other.name != kata.name and not has_solution(other.name, caller.cwd):
            return NextStep(code="terminal.next-kata", command=f"{caller.command} start {other.name}")
    return NextStep(code="terminal.all-done")


def _loadable(katas: "Catalog") -> "list[Kata]":
    from grader.cli.listing import loadable  # noqa: PLC0415 -- read while the judge warms up

    return loadable(katas)


@contextlib.contextmanager
def _progress(caller: Caller, title: str) -> Iterator[None]:
    """Say what is being graded, to somebody who watches, and take it back afterwards."""
    if not caller.is_watching:
        yield
        return
    from grader.renderers.neutral import neutral  # noqa: PLC0415 -- read while the judge warms up
    from grader.renderers.wrapping import crop  # noqa: PLC0415 -- as above

    # In one row: of two, only the last could be taken back.
    line = neutral(text("cli.run.grading", caller.lang, title=title))
    output.complain(crop(line, caller.width - 1, "..."))
    try:
        yield
    finally:
        # Erase the line: it has done its service, and the report stands alone.
        output.complain("\r\x1b[2K" if not caller.is_plain else "\n")
