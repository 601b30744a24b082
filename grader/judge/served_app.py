"""A web server of the submission, as a test talks to it: real HTTP and WebSockets over loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from grader.judge.peer import Peer
from grader.judge.traffic import Traffic
from grader.report import Side

_CONNECT_WITHIN_S = 3.0
_EVERY_S = 0.01
_SWITCHING_PROTOCOLS = 101


class NotListeningError(AssertionError):
    """The submission's server did not listen when it should have."""


class ServedApp:
    """A client of one server on loopback. A wait has no limit of its own: the test's limit ends it."""

    def __init__(self, port: int, traffic: Traffic) -> None:
        """Talk to `port`, and note each request in `traffic`."""
        self.port = port
        self._traffic = traffic
        self._client = SimpleAsyncHTTPClient(
            force_instance=True,
            max_clients=1000,
            defaults={
                "request_timeout": 0,
                "connect_timeout": 0,
                "follow_redirects": False,
                "decompress_response": False,
            },
        )

    def url(self, path: str, scheme: str = "http") -> str:
        """Give the address of `path`."""
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    async def fetch(self, path: str, **options: Any) -> HTTPResponse:
        """Send a request (options of tornado's HTTPRequest) and give the response, whatever its status.

        A refused, reset or timed-out connection raises.
        """
        if options.get("method") in ("POST", "PUT", "PATCH") and "body" not in options:
            options["body"] = b""
        with self._traffic.under_way(Side.SERVED, str(options.get("method", "GET")), path) as flight:
            response = await self._client.fetch(HTTPRequest(self.url(path), **options), raise_error=False)
            flight.code = response.code
            return response

    async def websocket(self, path: str, **headers: str) -> WebSocketClientConnection:
        """Open a WebSocket; `headers` by name, with underscores for dashes."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with self._traffic.under_way(Side.SERVED, "WebSocket", path) as flight:
            connection = await websocket_connect(HTTPRequest(self.url(path, "ws"), headers=names))
            flight.code = _SWITCHING_PROTOCOLS
            return connection

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()


async def wait_until_listening(port: int, peer: Peer, settled: Callable[[], Awaitable[None]]) -> None:
    """Wait until somebody listens on `port`. Raises NotListeningError when that takes too long or cannot happen.

    `settled` waits until all is done that is due now: so no virtual time passes for a server that starts at once.
    """
    await settled()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + _CONNECT_WITHIN_S
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if peer.exit is not None:
                raise NotListeningError(f"nothing listens on port {port}: the submission's process has ended") from None
            if loop.time() > deadline_s:
                raise NotListeningError(
                    f"nothing listened on port {port} within {_CONNECT_WITHIN_S:g} s"
                ) from peer.last_failure
            await asyncio.sleep(_EVERY_S)
        else:
            writer.close()
            return
