"""The results.json of PrairieLearn."""

import json
from typing import Any

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden, check

from grader.renderers.prairielearn import render_prairielearn
from grader.report import Verdict


def results(case: str) -> dict[str, Any]:
    data = json.loads(render_prairielearn(CASES[case](), "en"))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_results_read_as_their_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.prairielearn.json", render_prairielearn(CASES[case](), lang))


@pytest.mark.parametrize("case", CASES)
def test_all_results_have_the_shape_of_the_format_and_bounds(case: str) -> None:
    text = render_prairielearn(CASES[case](), "en")
    check(json.loads(text), "prairielearn")
    assert len(text) <= 1_000_000
    assert text.isascii()


@pytest.mark.parametrize("verdict", Verdict)
def test_what_could_not_be_loaded_or_judged_costs_no_attempt(verdict: Verdict) -> None:
    data = json.loads(render_prairielearn([samples.a_report(samples.a_test("test_body", verdict))], "en"))
    is_free = verdict in (Verdict.INVALID, Verdict.INCONCLUSIVE, Verdict.GRADER_ERROR)
    assert data["gradable"] is not is_free
    assert data["score"] == (1 if verdict is Verdict.PASSED else 0)


def test_the_score_is_a_part_of_one() -> None:
    assert results("thirds")["score"] == 0.7
    assert results("two_katas")["score"] == 0.25


def test_a_reason_is_told_once_however_many_tests_share_it() -> None:
    assert results("invalid")["format_errors"] == [
        "solutions/non_blocking_fetch.py, line 2: this is not valid Python: unterminated string literal"
    ]


def test_one_kata_that_cannot_be_loaded_does_not_keep_another_from_counting() -> None:
    data = json.loads(render_prairielearn([samples.passed(), samples.invalid()], "en"))
    assert (data["gradable"], data["score"]) == (True, 0.5)
