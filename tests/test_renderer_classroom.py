"""The payload of the classroom reporter; what the reporter makes of it is in test_reporter.py."""

import base64
import json
from typing import Any

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden, check
from reporter_model import commands

from grader.renderers.classroom import classroom_outputs, render_classroom
from grader.report import Message, Verdict

WORDS = {
    Verdict.PASSED: "pass",
    Verdict.FAILED: "fail",
    Verdict.BLOCKED: "fail",
    Verdict.TIMED_OUT: "error",
    Verdict.CRASHED: "error",
    Verdict.OVER_LIMIT: "error",
    Verdict.INVALID: "error",
    Verdict.INCONCLUSIVE: "error",
    Verdict.GRADER_ERROR: "error",
}


def payload(case: str) -> dict[str, Any]:
    data = json.loads(render_classroom(CASES[case](), "en"))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_a_payload_reads_as_its_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.classroom.json", render_classroom(CASES[case](), lang))


@pytest.mark.parametrize("case", CASES)
def test_every_payload_has_the_shape_that_the_reporter_reads(case: str) -> None:
    check(payload(case), "classroom")


@pytest.mark.parametrize("case", CASES)
def test_every_payload_fits_into_one_variable_and_is_ascii_in_one_line(case: str) -> None:
    text = render_classroom(CASES[case](), "zh")
    assert len(text) <= 90 * 1024
    assert len(base64.b64encode(text.encode("ascii"))) <= 131_058
    assert text.count("\n") == 1


@pytest.mark.parametrize("verdict", Verdict)
def test_each_of_the_nine_verdicts_has_one_of_three_words(verdict: Verdict) -> None:
    data = json.loads(render_classroom([samples.a_report(samples.a_test("test_body", verdict))], "en"))
    assert (data["status"], data["tests"][0]["status"]) == (WORDS[verdict], WORDS[verdict])


def test_the_message_of_an_error_names_its_test_for_nothing_else_does() -> None:
    first, *_ = payload("crashed")["tests"]
    assert first["message"] == (f"{first['name']} (0/3)\nThe submission ended its own process by SystemExit in line 9.")


def test_what_nobody_can_tell_says_what_to_do_and_takes_no_points_for_a_fail() -> None:
    data = payload("inconclusive")
    assert data["tests"][0]["score"] == 3
    assert data["tests"][1]["message"].endswith("\nNo points are given or taken for this. Run the job again.")
    assert "This is not your fault" in payload("grader_error")["tests"][1]["message"]


def test_two_katas_are_one_payload_whose_tests_name_their_kata() -> None:
    data = payload("two_katas")
    assert (data["status"], data["max_score"]) == ("error", 12)
    assert [test["name"].partition(":")[0] for test in data["tests"]] == [*["non-blocking-fetch"] * 3, "hello-world"]
    assert data["tests"][3]["filename"] == "solutions/hello_world.py"


def test_thirds_of_points_add_up_in_whole_numbers() -> None:
    assert [test["score"] for test in payload("thirds")["tests"]] == [4, 3, 0]
    assert payload("thirds")["max_score"] == 10


def test_a_blocked_test_names_the_line_even_where_only_its_block_knows_it() -> None:
    assert [test["line_no"] for test in payload("partial")["tests"]] == [0, 8, 10]


def test_what_was_cut_is_marked() -> None:
    data = payload("many_failures")
    assert len(data["tests"]) == 200
    assert all(test["message"].endswith("characters in all]") for test in data["tests"])


def test_more_tests_than_fit_lose_their_rows_but_not_their_points() -> None:
    data = payload("thousands")
    assert sum(test["score"] for test in data["tests"]) == data["max_score"] == 3000
    assert data["tests"][-1]["name"] == f"{3001 - len(data['tests'])} more tests"


def test_the_outputs_of_a_step_are_one_line_each() -> None:
    lines = classroom_outputs(CASES["partial"](), "en").splitlines()
    result, *others = lines
    assert json.loads(base64.b64decode(result.removeprefix("result="))) == payload("partial")
    assert others == ["verdict=blocked", "points=3", "max-points=9"]
    assert "points=" in classroom_outputs(CASES["inconclusive"](), "en").splitlines()


def test_a_name_is_one_line_and_no_command() -> None:
    test = samples.a_test("::error::x\n##[group]y", Verdict.FAILED, message=Message.verbatim("::error::x"))
    data = json.loads(render_classroom([samples.a_report(test)], "en"))
    name = data["tests"][0]["name"]
    assert "\n" not in name
    assert commands(f"{name}\n{data['tests'][0]['message']}") == []
