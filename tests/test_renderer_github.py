"""Annotations, read back as the runner of a workflow reads its log."""

from dataclasses import replace

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden
from reporter_model import Command, commands

from grader.renderers.github import render_github
from grader.report import Message, Verdict

KINDS = {Verdict.PASSED: "notice", Verdict.INCONCLUSIVE: "warning", Verdict.GRADER_ERROR: "warning"}


def annotations(case: str, folder: str = "") -> list[Command]:
    return commands(render_github(CASES[case](), "en", folder))


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_annotations_read_as_their_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.github.txt", render_github(CASES[case](), lang))


@pytest.mark.parametrize("case", CASES)
def test_every_line_is_an_annotation_and_of_each_kind_there_are_ten_at_most(case: str) -> None:
    text = render_github(CASES[case](), "en")
    names = [command.name for command in commands(text)]
    assert len(names) == text.count("\n") > 0
    assert set(names) <= {"error", "warning", "notice"}
    assert all(names.count(name) <= 10 for name in set(names))


@pytest.mark.parametrize("case", CASES)
def test_the_properties_are_ours_and_nobody_elses(case: str) -> None:
    for command in annotations(case):
        assert list(command.properties) in (
            ["title"],
            ["file", "title"],
            ["file", "line", "title"],
            ["file", "line", "col", "title"],
        )
        assert "Autograding" not in command.properties["title"].partition("(")[0] or case == "commands"


@pytest.mark.parametrize("verdict", Verdict)
def test_a_run_without_any_message_still_says_how_it_ended(verdict: Verdict) -> None:
    (command,) = commands(render_github([samples.a_report(samples.a_test("test_body", verdict))], "en"))
    assert command.name == KINDS.get(verdict, "error")
    assert command.properties["title"].startswith("Make this fetch non-blocking (")


def test_the_blamed_line_comes_first_whatever_the_order_of_the_tests() -> None:
    report = samples.blocked()
    found = commands(render_github([replace(report, tests=report.tests[::-1])], "en"))
    assert [command.properties["line"] for command in found] == ["8", "10"]
    assert found[0].data.startswith("solutions/non_blocking_fetch.py:8 in fetch\nThe event loop waited 302 ms")


def test_a_syntax_error_has_its_column() -> None:
    (command,) = annotations("invalid")
    assert (command.properties["line"], command.properties["col"]) == ("2", "12")


def test_of_more_than_ten_the_last_says_how_many_are_left() -> None:
    tests = [
        samples.a_test(f"test_{number}", Verdict.FAILED, message=Message.verbatim(str(number))) for number in range(25)
    ]
    found = commands(render_github([samples.a_report(*tests)], "en"))
    assert [command.data for command in found[:9]] == [str(number) for number in range(9)]
    assert found[9].data == "More of these: 16. The report shows them all."


def test_a_title_keeps_its_commas_and_colons() -> None:
    title = {"en": "a,b:c%d"}
    test = replace(samples.a_test("test_body", Verdict.FAILED, message=Message.verbatim("100%\nx")), title=title)
    (command,) = commands(render_github([samples.a_report(test)], "en"))
    assert (command.properties["title"], command.data) == ("a,b:c%d (failed)", "100%\nx")


def test_paths_lead_from_the_repository_not_from_the_current_folder() -> None:
    assert annotations("invalid", "week 3")[0].properties["file"] == "week 3/solutions/non_blocking_fetch.py"
