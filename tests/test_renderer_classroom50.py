"""The result.json of Classroom 50, whose runner voids the whole file for one wrong value."""

import json
from dataclasses import replace
from typing import Any

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, HANDIN, agrees_with_golden, check

from grader.renderers.classroom50 import render_classroom50
from grader.report import Verdict


def result(case: str) -> dict[str, Any]:
    data = json.loads(render_classroom50(CASES[case](), "en", HANDIN))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_a_result_reads_as_its_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.classroom50.json", render_classroom50(CASES[case](), lang, HANDIN))


@pytest.mark.parametrize("case", CASES)
def test_every_result_has_the_shape_that_the_runner_demands(case: str) -> None:
    data = result(case)
    check(data, "classroom50")
    numbers = [
        data["score"],
        data["max-score"],
        *(test[key] for test in data["tests"] for key in ("score", "max-score")),
    ]
    assert {type(number) for number in numbers} == {int}
    assert all(test["score"] <= test["max-score"] for test in data["tests"])
    assert all(len(test["test-name"].encode()) <= 100 for test in data["tests"])


@pytest.mark.parametrize("case", CASES)
def test_the_sums_are_those_of_the_tests(case: str) -> None:
    data = result(case)
    assert data["score"] == sum(test["score"] for test in data["tests"])
    assert data["max-score"] == sum(test["max-score"] for test in data["tests"])


@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_pass_is_passed(verdict: Verdict) -> None:
    report = samples.a_report(samples.a_test("test_body", verdict))
    data = json.loads(render_classroom50([report], "en", HANDIN))
    assert data["tests"][0]["passed"] is (verdict is Verdict.PASSED)


def test_of_more_than_a_hundred_tests_the_last_are_one() -> None:
    data = result("thousands")
    assert (len(data["tests"]), data["score"]) == (100, 3000)
    assert data["tests"][-1] == {"test-name": "2901 more tests", "passed": True, "score": 2901, "max-score": 2901}


def test_one_failure_among_the_last_fails_them_together() -> None:
    tests = [*(samples.a_test(f"test_{number}") for number in range(150)), samples.a_test("z", Verdict.FAILED)]
    data = json.loads(render_classroom50([samples.a_report(*tests)], "en", HANDIN))
    assert data["tests"][-1] == {"test-name": "52 more tests", "passed": False, "score": 153, "max-score": 156}


def test_the_time_is_in_utc_whatever_zone_it_was_told_in() -> None:
    report = replace(samples.passed(), started_at="2026-01-02T03:04:05.678+08:00")
    assert json.loads(render_classroom50([report], "en", HANDIN))["datetime"] == "2026-01-01T19:04:05Z"


def test_a_long_name_is_cut_between_characters_and_marked() -> None:
    name = result("non_ascii")["tests"][0]["test-name"]
    assert name.endswith("…")
    assert "\ufffd" not in name
