"""The formats of `run`: which there are, which of them a grade book reads, and the text of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from grader.cli.workflow import Workflow
    from grader.report import Report, Verdict

TERMINAL: Final = "terminal"
JSON: Final = "json"
CLASSROOM: Final = "classroom"
CLASSROOM50: Final = "classroom50"
GITHUB: Final = "github"
MARKDOWN: Final = "markdown"
TIMELINE_HTML: Final = "timeline-html"
TIMELINE_TRACE: Final = "timeline-trace"
CLASSROOM_OUTPUTS: Final = "classroom-outputs"
"""What --format classroom writes for the steps after it; nobody asks for it by name."""

GRADE_BOOKS: Final = frozenset({CLASSROOM, CLASSROOM50, "gradescope", "prairielearn"})
"""These must always be written, and tell all by themselves: a missing file loses the whole hand-in."""

NAMES: Final = (
    TERMINAL, JSON, CLASSROOM, CLASSROOM50, "gradescope", "prairielearn", "junit", GITHUB, MARKDOWN,
)  # fmt: skip


def rendered(format_: str, reports: Sequence["Report"], lang: str, workflow: "Workflow") -> str:
    """Give the text of any format but the terminal's and the two of `--format json`, which the command knows."""
    # Each import stands alone: a run brings only the formats that it writes.
    match format_:
        case "classroom":
            from grader.renderers.classroom import render_classroom as render  # noqa: PLC0415 -- see above
        case "classroom-outputs":
            from grader.renderers.classroom import classroom_outputs as render  # noqa: PLC0415 -- see above
        case "gradescope":
            from grader.renderers.gradescope import render_gradescope as render  # noqa: PLC0415 -- see above
        case "prairielearn":
            from grader.renderers.prairielearn import render_prairielearn as render  # noqa: PLC0415 -- see above
        case "junit":
            from grader.renderers.junit import render_junit as render  # noqa: PLC0415 -- see above
        case "markdown":
            from grader.renderers.markdown import render_markdown as render  # noqa: PLC0415 -- see above
        case "github":
            from grader.renderers.github import render_github  # noqa: PLC0415 -- see above

            return render_github(reports, lang, workflow.folder)
        case "classroom50":
            from grader.renderers.classroom50 import render_classroom50  # noqa: PLC0415 -- see above

            return render_classroom50(reports, lang, workflow.needed_handin())
        case _:
            return _picture(format_, reports, lang)
    return render(reports, lang)


def _picture(format_: str, reports: Sequence["Report"], lang: str) -> str:
    """Draw all reports into one file: a page or a trace that shows each of them."""
    from grader.renderers.timeline_html import render_timeline_html  # noqa: PLC0415 -- for --timeline alone
    from grader.renderers.timeline_trace import render_timeline_trace  # noqa: PLC0415 -- as above

    return (render_timeline_html if format_ == TIMELINE_HTML else render_timeline_trace)(reports, lang)


def exit_code(formats: Sequence[str], verdicts: Sequence["Verdict"]) -> int:
    """Give the exit code of the verdicts, or 0 where a grade book reads the verdict from its own file.

    Classroom 50 has no word for what nobody can tell but an exit code: it then counts nothing.
    """
    worst = max((verdict.exit_code for verdict in verdicts), default=0)
    if CLASSROOM50 in formats and any(verdict.is_nobodys_fault for verdict in verdicts):
        return worst
    return 0 if GRADE_BOOKS.intersection(formats) else worst
