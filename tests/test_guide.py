"""The guide's own programs as submissions; their function is named as the kata asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.messages import text
from grader.report import Report, Verdict
from grader.submission import read_submission

GUIDE = Path(__file__).with_name("guide")
KATAS = Path(__file__).parent.parent / "katas"


@pytest.fixture(scope="module")
def warm_host() -> Iterator[JudgeHost]:
    with JudgeHost() as host:
        yield host


def graded(name: str, host: JudgeHost, kata: str = "non-blocking-fetch") -> Report:
    return grade(load_kata(KATAS / kata, "bundled"), read_submission(GUIDE / f"{name}.py", f"{name}.py"), host)


@pytest.mark.parametrize("name", ["asynchronous_fetch", "async_fetch_gen"])
def test_the_coroutines_pass(name: str, warm_host: JudgeHost) -> None:
    report = graded(name, warm_host)
    assert (report.verdict, report.points) == (Verdict.PASSED, 10)


def test_the_future_made_by_hand_fails_only_where_an_error_should_arrive(warm_host: JudgeHost) -> None:
    report = graded("async_fetch_manual", warm_host)
    (failed,) = [test for test in report.tests if test.verdict is not Verdict.PASSED]
    assert (report.verdict, failed.name) == (Verdict.FAILED, "test_errors_reach_the_caller")
    assert failed.message is not None
    assert str(failed.message.values["text"]).startswith("the error never reached the caller: the server answered 404")


def test_the_synchronous_client_is_explained_as_what_it_is(warm_host: JudgeHost) -> None:
    report = graded("synchronous_fetch", warm_host)
    first = report.tests[0]
    assert report.verdict is Verdict.FAILED
    assert first.message is not None
    assert (first.line, first.message.code) == (5, "judge.http-client")
    assert text(first.message.code, "en", **first.message.values) == (
        "tornado.httpclient.HTTPClient in line 5 of synchronous_fetch.py runs an event loop of its own, and so it "
        "refuses to work where a loop is running already. Use AsyncHTTPClient here, and await its fetch."
    )


def test_the_minute_loop_drifts_and_is_shown_by_how_much(warm_host: JudgeHost) -> None:
    report = graded("minute_loop", warm_host, "every-60-seconds")
    first = report.tests[0]
    assert (report.verdict, first.name) == (Verdict.FAILED, "test_ten_minutes_without_drift")
    assert first.message is not None
    assert str(first.message.values["text"]).splitlines()[2:] == [
        "run    due  started  late by",
        "  1    0 s      0 s      0 s",
        *(f"{n + 1:>3}  {60 * n:>3} s  {67 * n:>5} s  {7 * n:>5} s" for n in range(1, 9)),
    ]
    assert first.output.splitlines()[1].endswith(":11 2004")  # 67 s after second 4 of virtual time's first minute


def test_the_accurate_loop_passes(warm_host: JudgeHost) -> None:
    report = graded("accurate_min_loop", warm_host, "every-60-seconds")
    assert (report.verdict, report.points) == (Verdict.PASSED, report.max_points)
