"""The command `run`."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.cli import output
from grader.cli.caller import Caller, absolute
from grader.cli.destinations import Destination, deliver, pair
from grader.cli.edge import Engine, Grader
from grader.cli.formats import GRADE_BOOKS, JSON, TERMINAL, exit_code, rendered
from grader.cli.workflow import Workflow
from grader.errors import GraderError
from grader.messages import text
from grader.report import Report, Verdict

if TYPE_CHECKING:
    from grader.catalog import Catalog
    from grader.kata import Kata, SpecError
    from grader.renderers.look import Look
    from grader.renderers.terminal import NextStep
    from grader.report import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The arguments of `run` as they were written."""

    kata: str | None
    file: str | None
    is_all: bool
    formats: Sequence[str]
    outputs: Sequence[str]
    timelines: Sequence[str] = ()
    isolation: str = "auto"
    details: str = "full"
    workflow: Workflow = Workflow()  # noqa: RUF009 -- a frozen value

    @property
    def must_be_told(self) -> bool:
        """Say whether a grade book waits, which knows only what is in its file."""
        return bool(GRADE_BOOKS.intersection(self.formats))


def run_command(caller: Caller, request: Request, engine: Engine) -> int:
    """Grade what is asked for, deliver the reports, and give the exit code that the verdicts mean."""
    _refuse_contradictions(request)
    destinations = pair(request.formats, request.outputs, caller.cwd, request.timelines, request.workflow)
    # First of all: while the katas are read here, the judge's process imports what it needs.
    with engine(request.isolation) as grade:
        if request.is_all:
            return _run_all(caller, request, destinations, grade)
        return _run_one(caller, request, destinations, grade)


def _refuse_contradictions(request: Request) -> None:
    if request.is_all and request.kata is not None:
        raise GraderError("cli.run.all-and-one", kata=request.kata)
    if not request.is_all and request.kata is None:
        raise GraderError("cli.run.nothing")


def _run_one(caller: Caller, request: Request, destinations: Sequence[Destination], grade: Grader) -> int:
    report, kata = _grade_one(caller, request, grade)

    def terminal(reports: Sequence[Report], is_terminal: bool) -> str:
        from grader.renderers.terminal import render_terminal  # noqa: PLC0415 -- read while the judge warms up

        look = _look(caller, is_terminal=is_terminal)
        step = None if kata is None else _next_step(caller, kata, request.kata or "", report)
        return render_terminal(reports[0], lang=caller.lang, look=look, next_step=step)

    def as_json(reports: Sequence[Report], is_terminal: bool) -> str:
        from grader.renderers.json_report import render_json  # noqa: PLC0415 -- as above

        return render_json(reports[0], caller.lang)

    _deliver(caller, request, destinations, [report], {TERMINAL: terminal, JSON: as_json})
    return exit_code(request.formats, [report.verdict])


def _grade_one(caller: Caller, request: Request, grade: Grader) -> "tuple[Report, Kata | None]":
    """Give the report and the kata; where it could not be graded, only a report, and that only for a grade book."""
    word = request.kata or ""
    kata = None
    try:
        kata = caller.katas().get(word, caller.cwd)
        submission = _submission(caller, kata, word, request.file)
        with _progress(caller, kata.title(caller.lang)):
            return _graded(request, grade, kata, submission), kata
    except Exception as error:
        # Whatever it is: a grade book must be told, and knows only what is in its file.
        if not request.must_be_told:
            raise
        return _ungraded(caller, error, word, kata, request.file), None


def _run_all(caller: Caller, request: Request, destinations: Sequence[Destination], grade: Grader) -> int:
    try:
        reports, broken = _grade_found(caller, request, grade)
    except Exception as error:
        # As for one kata.
        if not request.must_be_told:
            raise
        reports, broken = [_ungraded(caller, error, "--all")], []

    def terminal(reports: Sequence[Report], is_terminal: bool) -> str:
        from grader.renderers.terminal import render_summary  # noqa: PLC0415 -- as above

        return render_summary(reports, lang=caller.lang, look=_look(caller, is_terminal=is_terminal))

    def as_json(reports: Sequence[Report], is_terminal: bool) -> str:
        from grader.renderers.json_report import render_json_summary  # noqa: PLC0415 -- as above

        return render_json_summary(reports, caller.lang)

    _deliver(caller, request, destinations, reports, {TERMINAL: terminal, JSON: as_json})
    for mistaken in broken:  # a broken kata takes nobody else's verdict down, but is not passed over
        output.complain(_explained(mistaken, caller.lang))
    code = exit_code(request.formats, [report.verdict for report in reports])
    return max(code, *(mistaken.exit_code for mistaken in broken), 0)


def _grade_found(caller: Caller, request: Request, grade: Grader) -> "tuple[list[Report], list[SpecError]]":
    """Grade every solution that there is; give the errors of broken katas as well where no report tells of them."""
    from grader.cli.solutions import has_solution  # noqa: PLC0415 -- read while the judge warms up
    from grader.kata import Kata, SpecError  # noqa: PLC0415 -- as above

    found = caller.katas().all()
    katas = [kata for kata in found if isinstance(kata, Kata) and has_solution(kata.name, caller.cwd)]
    broken = [error for error in found if isinstance(error, SpecError) and has_solution(error.folder.name, caller.cwd)]
    if not katas and not broken:
        raise GraderError("cli.run.no-solutions", command=caller.command)
    if request.must_be_told:
        reports = _grade_all(caller, request, katas, grade)
        return reports + [_ungraded(caller, error, error.folder.name) for error in broken], []
    if not katas:
        raise broken[0]
    return _grade_all(caller, request, katas, grade), broken


def _grade_all(caller: Caller, request: Request, katas: "Sequence[Kata]", grade: Grader) -> list[Report]:
    """Read all submissions, then grade them: what is missing is said before anybody has waited."""
    handed_in: list[tuple[Kata, Submission | Report]] = []
    for kata in katas:
        try:
            handed_in.append((kata, _submission(caller, kata, kata.name, None)))
        except GraderError as error:
            if not request.must_be_told:
                raise
            handed_in.append((kata, _ungraded(caller, error, kata.name, kata)))
    reports = []
    for number, (kata, submission) in enumerate(handed_in, start=1):
        if isinstance(submission, Report):
            reports.append(submission)
            continue
        try:
            with _progress(caller, f"{number}/{len(katas)} {kata.title(caller.lang)}"):
                reports.append(_graded(request, grade, kata, submission))
        except Exception as error:
            if not request.must_be_told:
                raise
            reports.append(_ungraded(caller, error, kata.name, kata))
    return reports


def _graded(request: Request, grade: Grader, kata: "Kata", submission: "Submission") -> Report:
    report = grade(kata, submission)
    if report.verdict is Verdict.INCONCLUSIVE and request.must_be_told:
        # Nobody reads a grade book's file and starts again; a machine that was busy may be free now.
        return grade(kata, submission)
    return report


def _ungraded(
    caller: Caller, error: Exception, word: str, kata: "Kata | None" = None, file: str | None = None
) -> Report:
    """Say why on standard error, and give the report that says it to a grade book."""
    from grader.cli.ungraded import explanation, ungraded  # noqa: PLC0415 -- only for what goes wrong

    output.complain(explanation(error, caller.lang))
    return ungraded(error, word, kata, file)


def _deliver(
    caller: Caller,
    request: Request,
    destinations: Sequence[Destination],
    reports: Sequence[Report],
    own: Mapping[str, Callable[[Sequence[Report], bool], str]],
) -> None:
    """Write all formats; `own` has those that depend on the command, and are told whether this is for a terminal."""
    from grader.renderers.details import Details, limited  # noqa: PLC0415 -- read while the judge warms up

    told = [limited(report, Details(request.details)) for report in reports]

    def render(format_: str, is_terminal: bool) -> str:
        if format_ in own:
            return own[format_](told, is_terminal)
        return rendered(format_, told, caller.lang, request.workflow)

    deliver(destinations, render)


def _look(caller: Caller, *, is_terminal: bool) -> "Look":
    return caller.look if is_terminal else replace(caller.look, colour=False)


def _explained(error: GraderError, lang: str) -> str:
    from grader.renderers.mistakes import explain  # noqa: PLC0415 -- only for a broken kata

    return explain(error, lang)


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


def _next_step(caller: Caller, kata: "Kata", word: str, report: Report) -> "NextStep":
    """Choose the command that helps most after this verdict."""
    from grader.cli.hinting import occasions  # noqa: PLC0415 -- read while the judge warms up
    from grader.renderers.terminal import NextStep  # noqa: PLC0415 -- as above

    verdict = report.verdict
    if verdict is Verdict.PASSED:
        return _next_kata(caller, caller.katas(), kata)
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
