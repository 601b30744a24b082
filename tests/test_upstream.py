"""The upstream of hidden tests: a web server in the judge that answers as it was told, and remembers what it saw."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient

from grader.judge.traffic import Traffic
from grader.judge.upstream import Upstream
from grader.report import Side

Body = Callable[[Upstream, SimpleAsyncHTTPClient], Awaitable[None]]


def with_upstream(body: Body, traffic: Traffic | None = None) -> None:
    """Run `body` beside an upstream whose clock ticks once for every look at it."""

    async def run() -> None:
        looks = iter(range(1000))
        upstream = Upstream(lambda: float(next(looks)), traffic or Traffic(lambda: 0.0))
        client = SimpleAsyncHTTPClient(force_instance=True)
        try:
            await body(upstream, client)
        finally:
            client.close()
            await upstream.close()

    asyncio.run(run())


async def get(client: SimpleAsyncHTTPClient, url: str, **options: object) -> HTTPResponse:
    return await client.fetch(HTTPRequest(url, **options), raise_error=False)  # type: ignore[arg-type]


def test_a_path_answers_as_it_was_told_every_time() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.reply("/a", body="hé", code=203, headers={"X-Name": "n"})
        for _ in range(2):
            answer = await get(client, upstream.url("/a?x=1"))
            assert (answer.code, answer.body, answer.headers["X-Name"]) == (203, "hé".encode(), "n")

    with_upstream(body)


def test_a_path_that_it_was_not_told_of_is_404() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        assert (await get(client, upstream.url("/nowhere"))).code == 404

    with_upstream(body)


def test_answers_in_turn_end_with_the_last_again() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.replies("/b", [500, "first", b"last"])
        answers = [await get(client, upstream.url("/b")) for _ in range(4)]
        assert [(a.code, a.body) for a in answers] == [(500, b""), (200, b"first"), (200, b"last"), (200, b"last")]

    with_upstream(body)


def test_no_answers_at_all_are_refused() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        with pytest.raises(ValueError) as refused:
            upstream.replies("/b", [])
        assert str(refused.value) == "upstream.replies needs at least one answer"

    with_upstream(body)


def test_a_dropped_connection_is_closed_without_an_answer() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.drop("/c")
        with pytest.raises(HTTPStreamClosedError):
            await client.fetch(upstream.url("/c"))
        assert [seen.path for seen in upstream.requests] == ["/c"]

    with_upstream(body)


def test_never_waits_until_the_end_and_then_lets_go() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.never("/d")
        waiting = asyncio.ensure_future(client.fetch(HTTPRequest(upstream.url("/d"), request_timeout=0)))
        while not upstream.requests:
            await asyncio.sleep(0)
        assert not waiting.done()
        await upstream.close()
        with pytest.raises(HTTPStreamClosedError):
            await waiting

    with_upstream(body)


def test_what_arrived_is_kept_in_order_with_the_tests_time() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.reply("/a")
        await get(client, upstream.url("/a?q=1"))
        await get(client, upstream.url("/a"), method="POST", body=b"\x00x", headers={"X-Name": "n"})
        first, second = upstream.requests
        assert (first.path, first.method, first.body, first.arrived_s) == ("/a", "GET", b"", 0.0)
        assert (second.method, second.body, second.arrived_s, second.headers["X-Name"]) == ("POST", b"\x00x", 1.0, "n")

    with_upstream(body)


def test_each_request_is_noted_with_its_answer_or_without_one() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.reply("/a", code=503)
        upstream.drop("/b")
        await get(client, upstream.url("/a"))
        with pytest.raises(HTTPStreamClosedError):
            await get(client, upstream.url("/b"), method="POST", body=b"")

    traffic = Traffic(lambda: 0.0)
    with_upstream(body, traffic)
    assert [(each.side, each.method, each.path, each.code) for each in traffic.exchanges("t", 0.0)] == [
        (Side.UPSTREAM, "GET", "/a", 503),
        (Side.UPSTREAM, "POST", "/b", None),
    ]


def test_most_at_once_counts_those_that_wait_together() -> None:
    async def body(upstream: Upstream, client: SimpleAsyncHTTPClient) -> None:
        upstream.never("/d")
        upstream.reply("/a")
        for _ in range(3):
            await get(client, upstream.url("/a"))
        assert upstream.most_at_once == 1
        waiting = [asyncio.ensure_future(get(client, upstream.url("/d"))) for _ in range(4)]
        while len(upstream.requests) < 7:
            await asyncio.sleep(0)
        assert upstream.most_at_once == 4
        await upstream.close()
        await asyncio.wait(waiting)
        assert all(isinstance(each.exception(), HTTPStreamClosedError) for each in waiting)

    with_upstream(body)
