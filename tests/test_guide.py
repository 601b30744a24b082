"""The guide's own programs for `fetch`, as submissions (their function is named as the kata asks)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.messages import text
from grader.report import Report, Verdict
from grader.submission import read_submission

GUIDE = Path(__file__).with_name("guide")
KATA = Path(__file__).parent.parent / "katas" / "non-blocking-fetch"


@pytest.fixture(scope="module")
def warm_host() -> Iterator[JudgeHost]:
    with JudgeHost() as host:
        yield host


def graded(name: str, host: JudgeHost) -> Report:
    return grade(load_kata(KATA, "bundled"), read_submission(GUIDE / f"{name}.py", f"{name}.py"), host)


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
