"""What a grading keeps for the picture: spans, turns and requests, on the test's own clock."""

from pathlib import Path

from small_katas import graded

from grader.grading import JudgeHost, _loop
from grader.judge.job import Judged
from grader.report import Report, Side, Span, TestResult, Verdict

FETCHES = """
    from tornado.httpclient import AsyncHTTPClient
    from tornado.web import Application, RequestHandler

    class Hello(RequestHandler):
        def get(self):
            self.write("hello")

    def make_app():
        return Application([("/hello", Hello)])

    async def f(url):
        return (await AsyncHTTPClient().fetch(url)).code
"""
HIDDEN = """
    import asyncio

    async def test_upstream(submission, upstream, clock):
        upstream.reply("/slow", delay_s=10 if clock.is_virtual else 0.0)
        upstream.never("/never")
        waiting = asyncio.ensure_future(submission.f(upstream.url("/never")))
        assert await submission.f(upstream.url("/slow")) == 200
        waiting.cancel()

    async def test_served(server):
        assert (await server.fetch("/hello", method="GET")).code == 200
        assert (await server.fetch("/nowhere")).code == 404
"""


def seen(report: Report, test: str) -> list[tuple[Side, str, str, int | None]]:
    return [(each.side, each.method, each.path, each.code) for each in report.loop.requests if each.test == test]


def test_requests_of_both_sides_are_kept_with_their_answers(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, FETCHES, HIDDEN)
    assert report.verdict is Verdict.PASSED
    assert sorted(seen(report, "test_upstream"), key=str) == [
        (Side.UPSTREAM, "GET", "/never", None),
        (Side.UPSTREAM, "GET", "/slow", 200),
    ]
    assert seen(report, "test_served") == [(Side.SERVED, "GET", "/hello", 200), (Side.SERVED, "GET", "/nowhere", 404)]


def test_each_test_has_its_span_on_its_clock(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, FETCHES, HIDDEN)
    assert [(span.test, span.clock) for span in report.loop.spans] == [
        ("test_upstream", "real"),
        ("test_served", "real"),
    ]
    for span in report.loop.spans:
        assert span.measured_from_s is not None
        assert 0 < span.measured_from_s < span.end_s
        assert span.turns > 0


def test_on_a_virtual_clock_the_span_and_the_requests_are_in_virtual_time(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, FETCHES, HIDDEN, more="clock: virtual\nlimits: {test_s: 20}\n")
    assert report.verdict is Verdict.PASSED
    span = report.loop.spans[0]
    assert (span.clock, span.end_s, span.measured_from_s) == ("virtual", 10.0, 0.0)
    by_path = {each.path: each for each in report.loop.requests if each.test == span.test}
    slow, never = by_path["/slow"], by_path["/never"]
    assert (slow.path, slow.start_s, slow.duration_s) == ("/slow", 0.0, 10.0)
    assert (never.path, never.code, never.duration_s) == ("/never", None, 10.0)


def test_a_process_that_gave_no_account_has_a_span_without_a_measurement(host: JudgeHost, tmp_path: Path) -> None:
    hidden = "async def test_it(submission):\n    await submission.f()\n"
    report = graded(host, tmp_path, "import os\nasync def f(): os._exit(1)", hidden)
    (span,) = report.loop.spans
    assert (span.measured_from_s, span.turns) == (None, 0)
    assert span.end_s > 0


def test_the_slowest_turns_are_kept_whichever_test_they_are_from() -> None:
    def judged(test: str, duration_s: float) -> Judged:
        result = TestResult(name=test, title={}, verdict=Verdict.PASSED, points=1, max_points=1, duration_s=1.0)
        return Judged(
            result=result,
            attempts=1,
            counters=(),
            noise=(),
            latency_p50_ns=0,
            latency_p99_ns=0,
            busy_ns=0,
            timeline=tuple((float(number), duration_s) for number in range(800)),
            span=Span(test=test, clock="real", end_s=800.0),
            requests=(),
        )

    kept = _loop([judged("first", 0.001), judged("last", 0.002)]).timeline
    assert [stretch.test for stretch in kept] == ["first"] * 200 + ["last"] * 800
    assert [stretch.start_s for stretch in kept] == [*map(float, range(200)), *map(float, range(800))]
