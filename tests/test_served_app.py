"""The client of a submission's server: real HTTP and WebSockets, any status, no redirects followed."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tornado.httpclient import HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.simple_httpclient import HTTPStreamClosedError, HTTPTimeoutError
from tornado.web import Application, RedirectHandler, RequestHandler
from tornado.websocket import WebSocketHandler

from grader.judge.peer import Peer
from grader.judge.served_app import NotListeningError, ServedApp, wait_until_listening
from grader.judge.traffic import Traffic
from grader.report import Side

TRAFFIC = Traffic(lambda: 0.0)


class Echo(RequestHandler):
    def get(self, code: str) -> None:
        self.set_status(int(code))

    def post(self, _code: str) -> None:
        self.write(f"{self.request.method} {self.request.body!r} {self.request.headers.get('X-Name')}")

    put = patch = post


class Slow(RequestHandler):
    async def get(self) -> None:
        await asyncio.Event().wait()


class Reset(RequestHandler):
    def get(self) -> None:
        connection: Any = self.request.connection
        connection.stream.close()


class Greeter(WebSocketHandler):
    async def open(self, *_args: str, **_kwargs: str) -> None:
        await self.write_message(self.request.headers["X-My-Name"])


ROUTES = [
    (r"/code/(\d+)", Echo),
    ("/slow", Slow),
    ("/reset", Reset),
    ("/go", RedirectHandler, {"url": "/code/200"}),
    ("/ws", Greeter),
]


def with_app(body: Callable[[ServedApp], Awaitable[None]], traffic: Traffic = TRAFFIC) -> None:
    async def run() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application(cast(Any, ROUTES)))
        server.add_sockets(sockets)
        app = ServedApp(sockets[0].getsockname()[1], traffic)
        try:
            await body(app)
        finally:
            app.close()
            server.stop()
            await server.close_all_connections()

    asyncio.run(run())


@pytest.mark.parametrize("code", [200, 204, 404, 500, 503])
def test_a_response_is_given_whatever_its_status(code: int) -> None:
    async def body(app: ServedApp) -> None:
        assert (await app.fetch(f"/code/{code}")).code == code

    with_app(body)


def test_a_redirect_is_a_response_like_any_other() -> None:
    async def body(app: ServedApp) -> None:
        answer = await app.fetch("/go")
        assert (answer.code, answer.headers["Location"]) == (301, "/code/200")

    with_app(body)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_method_with_a_body_does_without_one(method: str) -> None:
    async def body(app: ServedApp) -> None:
        assert (await app.fetch("/code/1", method=method)).body == f"{method} b'' None".encode()
        with_one = await app.fetch("/code/1", method=method, body=b"x", headers={"X-Name": "n"})
        assert with_one.body == f"{method} b'x' n".encode()

    with_app(body)


def test_a_connection_that_breaks_or_a_time_out_raises() -> None:
    async def body(app: ServedApp) -> None:
        with pytest.raises(HTTPStreamClosedError):
            await app.fetch("/reset")
        with pytest.raises(HTTPTimeoutError):
            await app.fetch("/slow", request_timeout=0.01)

    with_app(body)


def test_a_refused_connection_raises() -> None:
    async def run() -> None:
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            app = ServedApp(bound.getsockname()[1], TRAFFIC)
            with pytest.raises(ConnectionRefusedError):
                await app.fetch("/")
            app.close()

    asyncio.run(run())


def test_a_websocket_takes_headers_by_keyword_and_a_refusal_raises() -> None:
    async def body(app: ServedApp) -> None:
        ws = await app.websocket("/ws", X_My_Name="n")
        assert await ws.read_message() == "n"
        ws.close()
        with pytest.raises(HTTPClientError) as refused:
            await app.websocket("/code/404")
        assert refused.value.code == 404

    with_app(body)


def test_each_request_is_noted_with_its_answer_or_without_one() -> None:
    async def body(app: ServedApp) -> None:
        await app.fetch("/code/404")
        (await app.websocket("/ws", X_My_Name="n")).close()
        with pytest.raises(HTTPStreamClosedError):
            await app.fetch("/reset", method="GET")

    traffic = Traffic(lambda: 0.0)
    with_app(body, traffic)
    assert [(each.side, each.method, each.path, each.code) for each in traffic.exchanges("t", 0.0)] == [
        (Side.SERVED, "GET", "/code/404", 404),
        (Side.SERVED, "WebSocket", "/ws", 101),
        (Side.SERVED, "GET", "/reset", None),
    ]


def test_addresses_are_on_loopback() -> None:
    async def body(app: ServedApp) -> None:
        assert app.url("/a?b=1") == f"http://127.0.0.1:{app.port}/a?b=1"
        assert app.url("/ws", "ws") == f"ws://127.0.0.1:{app.port}/ws"

    with_app(body)


async def at_once() -> None:
    pass


def test_waiting_for_a_port_ends_where_the_process_has_ended() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        gone = cast(Peer, SimpleNamespace(exit=object(), last_failure=None))
        with pytest.raises(NotListeningError) as error:
            asyncio.run(wait_until_listening(port, gone, at_once))
    assert str(error.value) == f"nothing listens on port {port}: the submission's process has ended"


def test_waiting_for_a_port_ends_as_soon_as_somebody_listens() -> None:
    async def run() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([]))
        server.add_sockets(sockets)
        await wait_until_listening(sockets[0].getsockname()[1], cast(Peer, SimpleNamespace(exit=None)), at_once)
        server.stop()
        await server.close_all_connections()

    asyncio.run(run())
