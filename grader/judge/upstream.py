"""A web server that the submission talks to; it runs in the judge, so what it saw cannot be made up."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from grader.judge.traffic import Traffic
from grader.report import Side

Body = bytes | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived; `arrived_s` is on the test's clock, from its start."""

    path: str
    method: str
    headers: dict[str, str]
    body: bytes
    arrived_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    code: int = 200
    body: bytes = b""
    delay_s: float = 0.0
    headers: Mapping[str, str] | None = None
    drops: bool = False
    never: bool = False


class Upstream:
    """Answers as it was told, per path; 404 for a path that it was not told of."""

    def __init__(self, clock: Callable[[], float], traffic: Traffic) -> None:
        """Listen on a free port of loopback, on the loop that runs or is set, and note each request in `traffic`.

        `clock` gives the test's time.
        """
        self._clock = clock
        self._traffic = traffic
        self._answers: dict[str, list[_Answer]] = {}
        self._now = 0
        self.most_at_once = 0
        self.requests: list[Seen] = []
        self._closing = asyncio.Event()
        sockets = bind_sockets(0, "127.0.0.1")
        self.port: int = sockets[0].getsockname()[1]
        self._server = HTTPServer(Application([(r".*", _Handler, {"upstream": self})]))
        self._server.add_sockets(sockets)

    def url(self, path: str) -> str:
        """Give the address of `path`."""
        return f"http://127.0.0.1:{self.port}{path}"

    def reply(
        self,
        path: str,
        body: Body = b"",
        code: int = 200,
        delay_s: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer `path` so, every time, `delay_s` after the request arrived."""
        self._answers[path] = [_Answer(code=code, body=_bytes(body), delay_s=delay_s, headers=headers)]

    def replies(self, path: str, answers: Sequence[int | Body]) -> None:
        """Answer `path` by these in turn, then by the last again: a number is a status, a text or bytes a body."""
        if not answers:
            raise ValueError("upstream.replies needs at least one answer")
        self._answers[path] = [
            _Answer(code=answer) if isinstance(answer, int) else _Answer(body=_bytes(answer)) for answer in answers
        ]

    def drop(self, path: str) -> None:
        """Close the connection without an answer."""
        self._answers[path] = [_Answer(drops=True)]

    def never(self, path: str) -> None:
        """Leave the request without an answer, with the connection open."""
        self._answers[path] = [_Answer(never=True)]

    async def close(self) -> None:
        """Stop; requests that wait for ever end."""
        self._closing.set()
        self._server.stop()
        await self._server.close_all_connections()

    async def serve(self, handler: RequestHandler, request: HTTPServerRequest) -> None:
        """Answer one request."""
        self.requests.append(
            Seen(
                path=request.path,
                method=request.method or "",
                headers=dict(request.headers.get_all()),
                body=request.body,
                arrived_s=self._clock(),
            )
        )
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            with self._traffic.under_way(Side.UPSTREAM, request.method or "", request.path) as flight:
                flight.code = await self._answer(handler, request, self._next(request.path))
        finally:
            self._now -= 1

    def _next(self, path: str) -> _Answer:
        answers = self._answers.get(path, [_Answer(code=404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def _answer(self, handler: RequestHandler, request: HTTPServerRequest, answer: _Answer) -> int | None:
        """Answer, and give the status; None where the connection was closed instead."""
        if answer.never:
            await self._closing.wait()
        elif answer.delay_s:
            await asyncio.sleep(answer.delay_s)
        if answer.never or answer.drops:
            connection: Any = request.connection
            connection.stream.close()
            return None
        handler.set_status(answer.code)
        for name, value in (answer.headers or {}).items():
            handler.set_header(name, value)
        handler.finish(answer.body)
        return answer.code


class _Handler(RequestHandler):
    def initialize(self, upstream: Upstream) -> None:
        self._upstream = upstream

    async def prepare(self) -> None:
        await self._upstream.serve(self, self.request)
        self._finished = True  # a dropped connection is an answer, too

    def log_exception(self, *_: Any) -> None:
        """Say nothing: a client that went away is the test's business."""


def _bytes(body: Body) -> bytes:
    return body.encode() if isinstance(body, str) else body
