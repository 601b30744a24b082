"""The report: what follows from the tests of a run."""

from dataclasses import replace

import pytest
import sample_reports as samples

from grader.report import Verdict, share_points

EXIT_CODES = {
    "passed": 0,
    "failed": 1,
    "blocked": 1,
    "timed-out": 1,
    "crashed": 1,
    "over-limit": 1,
    "invalid": 1,
    "inconclusive": 3,
    "grader-error": 3,
}


def test_exit_codes_are_those_of_the_contract() -> None:
    assert {str(verdict): verdict.exit_code for verdict in Verdict} == EXIT_CODES


def test_the_first_verdict_in_the_order_of_the_contract_decides() -> None:
    order = [
        "grader-error",
        "invalid",
        "over-limit",
        "crashed",
        "blocked",
        "timed-out",
        "failed",
        "inconclusive",
        "passed",
    ]
    assert list(map(str, Verdict)) == order
    for position, verdict in enumerate(order):
        later = [Verdict(other) for other in reversed(order[position:])]
        assert Verdict.first(later) is Verdict(verdict)


def test_no_tests_is_not_a_pass() -> None:
    assert samples.a_report().verdict is Verdict.GRADER_ERROR
    assert samples.a_report().points is None


def test_passed_tests_keep_their_points_whatever_the_run_says() -> None:
    assert (samples.blocked().points, samples.blocked().max_points) == (3, 9)


@pytest.mark.parametrize("verdict", [Verdict.GRADER_ERROR, Verdict.INCONCLUSIVE])
def test_nobody_gets_or_loses_points_for_what_is_nobodys_fault(verdict: Verdict) -> None:
    report = samples.a_report(samples.a_test("test_body"), samples.a_test("test_errors", verdict))
    assert (report.points, report.max_points) == (None, 6)


def test_blocks_come_longest_first() -> None:
    short, long = samples.BLOCK, replace(samples.BLOCK, duration_s=1.5)
    report = samples.a_report(
        samples.a_test("a", Verdict.BLOCKED, blocks=(short,)), samples.a_test("b", Verdict.BLOCKED, blocks=(long,))
    )
    assert report.blocks == (long, short)


@pytest.mark.parametrize(
    ("points", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [3, 1], [8, 2]),
        (1, [1, 1, 1], [1, 0, 0]),
        (7, [2, 3, 2], [2, 3, 2]),
        (10, [0, 1], [0, 10]),
        (10, [0, 0], [0, 0]),
        (10, [], []),
        (100, [1] * 7, [15, 15, 14, 14, 14, 14, 14]),
    ],
)
def test_points_are_shared_by_largest_remainder(points: int, weights: list[int], shares: list[int]) -> None:
    assert share_points(points, weights) == shares
