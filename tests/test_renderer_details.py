"""How much of a failure is told, in every format."""

from collections.abc import Callable, Sequence

import pytest
import sample_reports as samples
from payload_cases import HANDIN

from grader.renderers.classroom import render_classroom
from grader.renderers.classroom50 import render_classroom50
from grader.renderers.details import Details, limited
from grader.renderers.github import render_github
from grader.renderers.gradescope import render_gradescope
from grader.renderers.json_report import render_json
from grader.renderers.junit import render_junit
from grader.renderers.look import Look
from grader.renderers.markdown import render_markdown
from grader.renderers.prairielearn import render_prairielearn
from grader.renderers.terminal import render_terminal
from grader.report import Loop, Message, Report, Verdict

EXPECTED = "EXPECTED-BY-THE-TEST"
RAISED = "RAISED-BY-THE-SUBMISSION"
PRINTED = "PRINTED-BY-THE-SUBMISSION"
HIDDEN = "QUOTED-FROM-THE-HIDDEN-TEST"
RENDERERS: dict[str, Callable[[Sequence[Report]], str]] = {
    "terminal": lambda reports: render_terminal(reports[0], lang="en", look=Look(width=100)),
    "json": lambda reports: render_json(reports[0], "en"),
    "classroom": lambda reports: render_classroom(reports, "en"),
    "classroom50": lambda reports: render_classroom50(reports, "en", HANDIN),
    "gradescope": lambda reports: render_gradescope(reports, "en"),
    "prairielearn": lambda reports: render_prairielearn(reports, "en"),
    "junit": lambda reports: render_junit(reports, "en"),
    "github": lambda reports: render_github(reports, "en"),
    "markdown": lambda reports: render_markdown(reports, "en"),
}


def report() -> Report:
    raised = Message(code="judge.raised-at", values={"error": RAISED, "path": samples.PATH, "line": 9})
    return samples.a_report(
        samples.a_test("test_body", Verdict.FAILED, message=Message.verbatim(f"assert 5 == '{EXPECTED}'"), line=9),
        samples.a_test("test_at_once", Verdict.BLOCKED, blocks=(samples.BLOCK,), line=8, output=f"{PRINTED}\n"),
        samples.a_test("test_errors", Verdict.FAILED, message=raised, line=9),
        samples.a_test(
            "test_more", Verdict.GRADER_ERROR, message=Message(code="judge.fixture", values={"error": HIDDEN})
        ),
        loop=Loop(longest_block_s=0.302),
    )


def told(format_: str, details: Details) -> str:
    return RENDERERS[format_]([limited(report(), details)])


@pytest.mark.parametrize("details", Details)
def test_verdicts_and_points_stay_at_every_level(details: Details) -> None:
    before, after = report(), limited(report(), details)
    assert (after.verdict, after.points, after.max_points) == (before.verdict, before.points, before.max_points)
    assert [(t.verdict, t.points, t.title) for t in after.tests] == [
        (t.verdict, t.points, t.title) for t in before.tests
    ]


@pytest.mark.parametrize("format_", RENDERERS)
def test_only_full_says_what_was_expected(format_: str) -> None:
    if format_ != "classroom50":
        assert EXPECTED in told(format_, Details.FULL)
    for details in (Details.ACTUAL_ONLY, Details.NONE):
        assert EXPECTED not in told(format_, details)
        assert HIDDEN not in told(format_, details)


@pytest.mark.parametrize("format_", set(RENDERERS) - {"classroom50"})
def test_actual_only_says_what_the_submission_did(format_: str) -> None:
    text = told(format_, Details.ACTUAL_ONLY)
    assert RAISED in text
    assert "urllib.request.urlopen" in text
    assert "The test did not find what it expects." in text


@pytest.mark.parametrize("format_", ["terminal", "json", "gradescope", "prairielearn", "junit", "markdown"])
def test_actual_only_shows_what_the_submission_printed(format_: str) -> None:
    assert PRINTED in told(format_, Details.ACTUAL_ONLY)


@pytest.mark.parametrize("format_", RENDERERS)
def test_none_says_the_verdict_alone(format_: str) -> None:
    text = told(format_, Details.NONE)
    assert [word for word in (EXPECTED, RAISED, PRINTED, HIDDEN, "urlopen", f"{samples.PATH}:") if word in text] == []


@pytest.mark.parametrize("format_", ["classroom", "gradescope", "prairielearn", "junit"])
def test_none_still_names_the_verdict_of_each_test(format_: str) -> None:
    assert "The verdict of this test: blocked." in told(format_, Details.NONE)
