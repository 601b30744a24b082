"""fetch gives bodies and errors to its caller, and many fetches are under way at once."""

import asyncio

import pytest
from tornado.httpclient import HTTPClientError

PATIENCE_S = 2.0  # how long an error may need to reach the caller; it needs milliseconds


@pytest.mark.points(2)
async def test_body_is_bytes(submission, upstream):
    """The body is bytes, exactly as the server sent it: slow, without any text in it, or empty."""
    every_byte = bytes(range(256))
    upstream.reply("/picture", body=every_byte, delay_s=0.3)
    upstream.reply("/empty", body=b"")
    picture = await submission.fetch(upstream.url("/picture"))
    assert type(picture) is bytes, "the body should be returned as bytes"
    assert picture == every_byte, "the body should be returned exactly as the server sent it"
    assert await submission.fetch(upstream.url("/empty")) == b"", "an empty body is returned as empty bytes"


@pytest.mark.points(3)
async def test_ten_fetches_overlap(submission, upstream):
    """Ten fetches that are started together wait together, and each gets its own page."""
    paths = [f"/page/{number}" for number in range(10)]
    for path in paths:
        upstream.reply(path, body=path.encode(), delay_s=0.2)
    bodies = await asyncio.gather(*(submission.fetch(upstream.url(path)) for path in paths))
    # All ten overlap, but a noisy machine may stretch their start, and a default thread pool may have five threads.
    at_once = upstream.most_at_once
    assert at_once >= 5, (
        f"of ten fetches started together, at most {at_once} were under way at the same time: they wait for each other"
    )
    assert bodies == [path.encode() for path in paths], "each fetch should return the body of its own page"


@pytest.mark.points(2)
async def test_each_call_asks_again(submission, upstream):
    """Two calls with the same address ask the server twice and return what it says now."""
    upstream.replies("/news", [b"first", b"second"])
    news = [await submission.fetch(upstream.url("/news")), await submission.fetch(upstream.url("/news"))]
    assert news == [b"first", b"second"], "the second call should return what the server says by then"


@pytest.mark.points(3)
async def test_errors_reach_the_caller(submission, upstream):
    """A 404, a 500 and a lost connection are raised by the await; the caller neither waits for ever nor gets a body."""
    upstream.reply("/missing", body=b"no such page", code=404)
    upstream.reply("/broken", body=b"something broke", code=500)
    upstream.drop("/lost")
    for path, code in (("/missing", 404), ("/broken", 500)):
        error = await error_from(submission.fetch(upstream.url(path)), f"the server answered {code}")
        assert isinstance(error, HTTPClientError), f"status {code} should be raised as an HTTPClientError"
        assert error.code == code, "the error's code should be the status that the server sent"
    await error_from(submission.fetch(upstream.url("/lost")), "the server closed the connection without an answer")


async def error_from(call, what_happened):
    """Return what `call` raises; fail the test if it returns something, or nothing at all."""
    task = asyncio.ensure_future(call)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    if not done:
        task.cancel()
        pytest.fail(
            f"the error never reached the caller: {what_happened}, but {PATIENCE_S:g} s later fetch had neither "
            "raised nor returned. Whoever makes a Future must also set its exception."
        )
    if task.exception() is None:
        pytest.fail(f"the error never reached the caller: {what_happened}, but fetch returned {task.result()!r}")
    return task.exception()
