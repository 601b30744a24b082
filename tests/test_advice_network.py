"""The code of the advice on waiting for the network, run against a peer in the same loop."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import tornado
from advice_stages import Gate, Names, of, run
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.tcpserver import TCPServer
from tornado.web import Application, RequestHandler

HOST = "127.0.0.1"
CERTIFICATES = Path(tornado.__file__).parent / "test"


class Hello(RequestHandler):
    def get(self) -> None:
        self.write("hello")


class Greeter(TCPServer):
    """Sends a word, and keeps what it is sent."""

    received = b""

    async def handle_stream(self, stream: IOStream, address: Any) -> None:
        await stream.write(b"hello")
        self.received = await stream.read_until_close()


@asynccontextmanager
async def served(server: TCPServer) -> AsyncIterator[int]:
    """Serve from the loop that runs, and close what an example leaves open; gives the port."""
    sockets = bind_sockets(0, HOST, family=socket.AF_INET)
    server.add_sockets(sockets)
    yield sockets[0].getsockname()[1]
    server.stop()
    AsyncHTTPClient().close()
    if isinstance(server, HTTPServer):
        await server.close_all_connections()


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "test.crt", CERTIFICATES / "test.key")
    return context


def client_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@of("cause.network", "call.http-client-sync", "call.urllib", "call.requests", "call.http-client", "call.httpx")
def test_a_fetch_leaves_the_loop_to_the_server(name: str, tmp_path: Path) -> None:
    async def main() -> Names:
        async with served(HTTPServer(Application([("/", Hello)]))) as port:
            return await run(name, {"url": f"http://{HOST}:{port}/"}, Gate(tmp_path))

    assert asyncio.run(main())["response"].body == b"hello"


@of("call.ssl-context")
def test_a_fetch_takes_a_context_that_was_made_before(name: str, tmp_path: Path) -> None:
    async def main() -> Names:
        async with served(HTTPServer(Application([("/", Hello)]), ssl_options=server_context())) as port:
            names = {"url": f"https://{HOST}:{port}/", "context": client_context()}
            return await run(name, names, Gate(tmp_path))

    assert asyncio.run(main())["response"].body == b"hello"


@of("call.socket", "call.socket-receive", "call.socket-send", "call.ssl")
def test_a_stream_leaves_the_loop_to_the_peer(name: str, tmp_path: Path) -> None:
    async def main() -> tuple[Names, bytes]:
        server = Greeter(ssl_options=server_context() if name == "call.ssl" else None)
        async with served(server) as port:
            names = {"host": HOST, "port": port, "size": 99, "data": b"bye", "context": client_context()}
            space = await run(name, names, Gate(tmp_path))
            if name != "call.socket-receive":
                assert await space["stream"].read_bytes(5) == b"hello"
            space["stream"].close()
            await asyncio.sleep(0)
            while name == "call.socket-send" and not server.received:
                await asyncio.sleep(0)
            return space, server.received

    space, received = asyncio.run(main())
    if name == "call.socket-receive":
        assert space["data"] == b"hello"
    assert received == (b"bye" if name == "call.socket-send" else b"")


@of("call.socket-accept")
def test_the_loop_accepts_connections(name: str, tmp_path: Path) -> None:
    async def main() -> bytes:
        async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"hello")
            writer.close()

        space = await run(name, {"on_connection": on_connection, "host": HOST, "port": 0}, Gate(tmp_path))
        reader, writer = await asyncio.open_connection(HOST, space["server"].sockets[0].getsockname()[1])
        text = await reader.read()
        writer.close()
        space["server"].close()
        return text

    assert asyncio.run(main()) == b"hello"


@of("call.name-lookup")
def test_a_name_is_looked_up_beside_the_loop(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(tmp_path)
    monkeypatch.setattr(socket, "getaddrinfo", gate.behind(socket.getaddrinfo))
    addresses = asyncio.run(run(name, {"host": HOST, "port": 80}, gate))["addresses"]
    assert (HOST, 80) in [address for *_, address in addresses]


@of("call.select")
def test_the_loop_calls_back_when_a_descriptor_is_ready(name: str, tmp_path: Path) -> None:
    async def main() -> None:
        mine, yours = socket.socketpair()
        ready = asyncio.Event()
        with mine, yours:
            await run(name, {"fd": mine.fileno(), "on_ready": lambda fd, events: ready.set()}, Gate(tmp_path))
            yours.send(b"a")
            await ready.wait()
            asyncio.get_running_loop().remove_reader(mine.fileno())

    asyncio.run(main())
