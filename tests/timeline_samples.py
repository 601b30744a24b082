"""Reports made by hand for the tests of the picture: the usual case and the extremes."""

from dataclasses import replace

import sample_reports as samples

from grader.report import Cause, Exchange, Loop, Report, Side, Span, Stretch, Submission, Verdict

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&amp;{{data}}\u202e\u2028\x1b]0;x\x07"


def span(test: str, end_s: float, *, clock: str = "real", turns: int = 3) -> Span:
    return Span(test=test, clock=clock, end_s=end_s, measured_from_s=0.01, turns=turns)


def exchange(
    test: str, start_s: float, duration_s: float, *, side: Side = Side.UPSTREAM, code: int | None = 200
) -> Exchange:
    return Exchange(test=test, side=side, method="GET", path="/page", code=code, start_s=start_s, duration_s=duration_s)


def usual() -> Report:
    """One test that was held, with requests that overlap, between two that were not; the last never ran."""
    loop = Loop(
        timeline=(
            Stretch(test="test_body", start_s=0.02, duration_s=0.004),
            Stretch(test="test_at_once", start_s=0.1, duration_s=0.302),
        ),
        requests=(
            exchange("test_at_once", 0.1, 0.2),
            exchange("test_at_once", 0.15, 0.2, code=None),
            exchange("test_at_once", 0.3, 0.1, side=Side.SERVED, code=500),
        ),
        spans=(span("test_body", 0.2), span("test_at_once", 0.6, turns=40)),
    )
    return samples.a_report(
        samples.a_test("test_body"),
        samples.a_test("test_at_once", Verdict.BLOCKED, blocks=(samples.BLOCK,)),
        samples.a_test("test_errors", Verdict.BLOCKED, duration_s=0),
        loop=loop,
    )


def free() -> Report:
    """One test, and nothing held its loop."""
    return samples.a_report(samples.a_test("test_body"), loop=Loop(spans=(span("test_body", 0.2),)))


def virtual() -> Report:
    """Ten virtual minutes, held for 53 s of each."""
    blocks = tuple(
        replace(
            samples.BLOCK,
            test="test_body",
            start_s=60.0 * minute + 7,
            duration_s=53.0,
            cause=Cause.SLEEP,
            call="time.sleep",
        )
        for minute in range(10)
    )
    loop = Loop(spans=(replace(span("test_body", 590.0, clock="virtual", turns=22), measured_from_s=0.0),))
    return samples.a_report(samples.a_test("test_body", Verdict.BLOCKED, blocks=blocks), loop=loop)


def busy() -> Report:
    """Ten thousand turns, and four hundred stretches that held the loop for longer than the test lasted."""
    ticks = tuple(Stretch(test="test_body", start_s=number / 1000, duration_s=0.0009) for number in range(10_000))
    blocks = tuple(
        replace(samples.BLOCK, test="test_body", start_s=number / 50, duration_s=20.0 + number) for number in range(400)
    )
    loop = Loop(timeline=ticks, spans=(span("test_body", 10.0, turns=12_345),))
    return samples.a_report(samples.a_test("test_body", Verdict.BLOCKED, blocks=blocks), loop=loop)


def hostile() -> Report:
    """Whatever a stranger can write is written against the page."""
    block = replace(samples.BLOCK, call=HOSTILE, path=HOSTILE, function=HOSTILE, line=1)
    loop = Loop(requests=(replace(exchange("test_at_once", 0.0, 1.0), path=HOSTILE, method=HOSTILE),))
    test = replace(samples.a_test("test_at_once", Verdict.BLOCKED, blocks=(block,)), title={"en": HOSTILE})
    submission = Submission(path=HOSTILE, sha256="0", source=HOSTILE)
    return replace(samples.a_report(test, loop=loop), submission=submission, title={"en": HOSTILE})


def nothing() -> Report:
    """No test ran."""
    return samples.invalid()
