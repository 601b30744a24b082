"""The results.json of Gradescope."""

import json
from dataclasses import replace
from typing import Any

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden, check

from grader.renderers.gradescope import render_gradescope
from grader.report import Loop, Verdict


def results(case: str) -> dict[str, Any]:
    data = json.loads(render_gradescope(CASES[case](), "en"))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_results_read_as_their_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.gradescope.json", render_gradescope(CASES[case](), lang))


@pytest.mark.parametrize("case", CASES)
def test_all_results_have_the_shape_of_the_format_and_bounds(case: str) -> None:
    text = render_gradescope(CASES[case](), "en")
    check(json.loads(text), "gradescope")
    assert len(text) <= 1_000_000
    assert text.isascii()


@pytest.mark.parametrize("verdict", Verdict)
def test_a_test_is_passed_or_failed_by_its_status_not_by_its_points(verdict: Verdict) -> None:
    test = samples.a_test("test_body", verdict, max_points=0, points=None if verdict.is_nobodys_fault else 0)
    data = json.loads(render_gradescope([samples.a_report(test)], "en"))
    assert data["tests"][0]["status"] == ("passed" if verdict is Verdict.PASSED else "failed")
    assert data["tests"][0]["tags"] == [str(verdict)]


@pytest.mark.parametrize("case", ["inconclusive", "grader_error", "no_tests"])
def test_where_nobody_can_tell_there_is_no_score_to_be_added_up(case: str) -> None:
    data = results(case)
    assert "score" not in data
    assert not any("score" in test for test in data["tests"])


def test_the_score_is_the_sum_of_the_tests() -> None:
    data = results("two_katas")
    assert data["score"] == sum(test["score"] for test in data["tests"]) == 3
    assert [test["number"] for test in data["tests"]] == ["1", "2", "3", "4"]


def test_the_longest_block_ranks_passes_alone() -> None:
    passed = replace(samples.passed(), loop=Loop(longest_block_s=0.0123))
    data = json.loads(render_gradescope([passed], "en"))
    assert data["leaderboard"] == [{"name": "Longest time the loop was held (ms)", "value": 12.3, "order": "asc"}]
    assert results("invalid")["leaderboard"] == []


def test_what_was_printed_stands_below_what_was_found() -> None:
    output = results("partial")["tests"][1]["output"]
    assert output.startswith("solutions/non_blocking_fetch.py:8 in fetch\nThe event loop waited 302 ms")
    assert "\n\nPrinted by the submission\ngot http://127.0.0.1:4123/0\n" in output


def test_of_megabytes_that_were_printed_the_end_is_kept_and_the_cut_marked() -> None:
    output = results("much_output")["tests"][0]["output"]
    assert output.startswith("Printed by the submission\n[cut: 10499999 characters in all]\n")
    assert output.endswith("\na line that the submission printed")
