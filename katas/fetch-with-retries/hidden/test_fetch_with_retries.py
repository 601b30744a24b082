"""fetch_with_retries asks again after 1, 2 and 4 s, gives up in time, and repeats nothing that cannot help."""

import asyncio

import pytest
from tornado.httpclient import HTTPClientError

PATIENCE_S = 100.0  # far longer than any call here may take; it is simulated time


def exactly(seconds):
    """Compare equal to this moment; only the rounding of the clock is forgiven."""
    return pytest.approx(seconds, abs=0.001)


async def end_of(call, clock):
    """Return the body or the error with which `call` ends, and when; one that never ends fails the test."""
    task = asyncio.ensure_future(call)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    if not done:
        task.cancel()
        pytest.fail(f"{PATIENCE_S:g} s later, fetch_with_retries has neither returned a body nor raised an error")
    ended_s = clock.time()
    return task.exception() or task.result(), ended_s


def check_tries(upstream, *expected_s):
    """Fail unless the server was asked at exactly these moments."""
    tries_s = [request.arrived_s for request in upstream.requests]
    assert tries_s == [exactly(each) for each in expected_s], (
        f"the server should be asked at {in_words(expected_s)}; it was asked at {in_words(tries_s)}"
    )


def check_end(ended_s, expected_s, what):
    """Fail unless the call ended at this moment."""
    assert ended_s == exactly(expected_s), f"{what} at {expected_s:g} s; it ended at {ended_s:g} s"


def check_body(end, body):
    """Fail unless the call ended with this body."""
    assert not isinstance(end, BaseException), f"the body {body!r} should be returned; the call raised {end!r}"
    assert end == body, "the body of the first good answer should be returned, as bytes"


def check_status_error(end, code):
    """Fail unless the call raised the error for this status."""
    is_status_error = isinstance(end, HTTPClientError)
    assert is_status_error, f"the status {code} should be raised as an HTTPClientError; the call ended with {end!r}"
    raised_code = end.code
    assert raised_code == code, "the error should carry the status of the last try"


def check_some_error(end, what_happened):
    """Fail unless the call raised an error."""
    is_error = isinstance(end, Exception)
    assert is_error, f"{what_happened}: an error should be raised, and {end!r} was returned"


def in_words(moments_s):
    """Write a list of times for a reader, the first dozen of it."""
    first = ", ".join(f"{seconds:g}" for seconds in moments_s[:12])
    return f"{first}{', …' if len(moments_s) > 12 else ''} s" if moments_s else "no time at all"


@pytest.mark.points(3)
async def test_pauses_double(submission, upstream, clock):
    """After three answers of status 500 the fourth try, at 7 s, brings the body: the pauses are 1, 2 and 4 s."""
    upstream.replies("/news", [500, 500, 500, b"\xff news"])
    end, ended_s = await end_of(submission.fetch_with_retries(upstream.url("/news"), tries=5), clock)
    check_tries(upstream, 0, 1, 3, 7)
    check_body(end, b"\xff news")
    check_end(ended_s, 7, "the body should be returned as soon as it is there,")


@pytest.mark.points(3)
async def test_gives_up_with_the_last_error(submission, upstream, clock):
    """With tries=3 the server is asked three times; then the error of the third answer is raised at once."""
    upstream.replies("/news", [500, 502, 503])
    end, ended_s = await end_of(submission.fetch_with_retries(upstream.url("/news"), tries=3), clock)
    check_tries(upstream, 0, 1, 3)
    check_status_error(end, 503)
    check_end(ended_s, 3, "after the last of three tries nothing is left to wait for; the error should be raised")


@pytest.mark.points(2)
async def test_no_answer_is_a_failed_try(submission, upstream, clock):
    """A try without an answer ends after timeout_s and is repeated like any other."""
    upstream.never("/news")
    call = asyncio.create_task(submission.fetch_with_retries(upstream.url("/news"), tries=4, timeout_s=2.0))
    await asyncio.sleep(6.0)  # the second try has ended, the third begins at 7
    upstream.reply("/news", body=b"late news")
    end, ended_s = await end_of(call, clock)
    check_tries(upstream, 0, 3, 7)  # a time-out of 2 s and a pause of 1 s; 2 s and 2 s
    check_body(end, b"late news")
    check_end(ended_s, 7, "the body should be returned as soon as it is there,")


@pytest.mark.points(1)
async def test_gives_up_without_an_answer(submission, upstream, clock):
    """If no try is ever answered, the last time-out is raised as an error."""
    upstream.never("/news")
    end, ended_s = await end_of(submission.fetch_with_retries(upstream.url("/news"), tries=2, timeout_s=30.0), clock)
    check_tries(upstream, 0, 31)
    check_some_error(end, "no answer ever came")
    check_end(ended_s, 61, "when the last try has timed out, the error should be raised,")


@pytest.mark.points(2)
async def test_each_try_has_its_own_time(submission, upstream, clock):
    """Two tries of 4 s each, of which neither outlasts a timeout_s of 5."""
    upstream.reply("/news", code=503, delay_s=4.0)
    call = asyncio.create_task(submission.fetch_with_retries(upstream.url("/news"), timeout_s=5.0))
    await asyncio.sleep(4.5)  # the first answer was given, the second try begins at 5
    upstream.reply("/news", body=b"slow news", delay_s=4.0)
    end, ended_s = await end_of(call, clock)
    check_tries(upstream, 0, 5)
    check_body(end, b"slow news")
    check_end(ended_s, 9, "the body should be returned as soon as it is there,")


@pytest.mark.points(2)
async def test_lost_and_refused_connections(submission, upstream, clock, port):
    """A connection that is lost or refused is a failed try, too."""
    upstream.drop("/news")
    call = asyncio.create_task(submission.fetch_with_retries(upstream.url("/news")))
    await asyncio.sleep(2.0)
    upstream.reply("/news", body=b"news")
    end, ended_s = await end_of(call, clock)
    check_tries(upstream, 0, 1, 3)
    check_body(end, b"news")
    check_end(ended_s, 3, "the body should be returned as soon as it is there,")
    nobody = f"http://127.0.0.1:{port}/news"
    end, ended_s = await end_of(submission.fetch_with_retries(nobody), clock)
    check_some_error(end, "nobody listens there")
    check_end(ended_s - 3, 7, f"a refused connection should be tried again, four times in all; {end!r} belongs")


@pytest.mark.points(2)
async def test_a_4xx_is_final(submission, upstream, clock):
    """A status from 400 to 499 says that the request is wrong: it is raised at once and never repeated."""
    for code in (404, 400, 429):
        upstream.requests.clear()
        upstream.replies("/news", [code, b"news"])
        asked_s = clock.time()
        end, ended_s = await end_of(submission.fetch_with_retries(upstream.url("/news")), clock)
        tries = len(upstream.requests)
        assert tries == 1, f"the server answered {code}: it should be asked once; it was asked {tries} times"
        check_status_error(end, code)
        check_end(ended_s - asked_s, 0, f"the status {code} should be raised at once,")
