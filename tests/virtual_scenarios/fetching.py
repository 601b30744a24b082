"""HTTP: fetches from a server of the judge, and servers of the submission."""

from textwrap import dedent, indent
from typing import Any

from virtual_scenarios.scenario import Scenario

FETCH_HEAD = """\
import asyncio, urllib.request
from tornado import gen
from tornado.httpclient import AsyncHTTPClient

async def f(urls):
"""
FETCH_TEST = """
import asyncio, pytest

async def test_fetch(submission, upstream, clock):
    for number in {delays}:
        upstream.reply(f"/{{number}}", body=str(number), delay_s=number)
    got = await submission.f([upstream.url(f"/{{number}}") for number in {delays}])
    assert (got, clock.time(), upstream.most_at_once) == ({got}, {total_s}, {at_once})
"""
RETRY = """
import asyncio, time
from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

async def f(url):
    client = AsyncHTTPClient()
    for pause in (1, 2, 4, None):
        try:
            return (await client.fetch(url, request_timeout=7)).body
        except HTTPClientError as error:
            if pause is None:
                raise
            await gen.sleep(pause)
"""
TIME_OUT_TEST = """
import pytest
from tornado.httpclient import HTTPClientError

async def test_times(submission, upstream, clock):
    upstream.never("/")
    with pytest.raises(HTTPClientError) as caught:
        await submission.f(upstream.url("/"))
    assert caught.value.code == 599
    assert [seen.arrived_s for seen in upstream.requests] == [0, 8, 17, 28]
    assert clock.time() == 35
"""
BACK_OFF_TEST = """
async def test_times(submission, upstream, clock):
    upstream.replies("/", [500, 503, b"ok"])
    assert await submission.f(upstream.url("/")) == b"ok"
    assert ([seen.arrived_s for seen in upstream.requests], clock.time()) == ([0, 1, 3], 3)
"""
SHUTDOWN = """
import asyncio, time
from tornado import gen, web
from tornado.httpserver import HTTPServer

under_way = set()

class Slow(web.RequestHandler):
    async def get(self, seconds):
        task = asyncio.current_task()
        under_way.add(task)
        try:
            await gen.sleep(float(seconds))
            self.write("done")
        finally:
            under_way.discard(task)

async def f(port, stop):
    server = HTTPServer(web.Application([("/(.*)", Slow)]))
    server.listen(port, "127.0.0.1")
    await stop.wait()
    server.stop()
    if under_way:
        await asyncio.wait(set(under_way), timeout=10)
    for task in list(under_way):
        task.cancel()
    await server.close_all_connections()
"""
SHUTDOWN_TEST = """
import asyncio, pytest

async def test_times(submission, connect, port, clock):
    stop = asyncio.Event()
    main = asyncio.create_task(submission.f(port, stop))
    app = await connect(port)
    good, stuck = (asyncio.create_task(app.fetch(path)) for path in ("/5", "/500"))
    await clock.until(2)
    stop.set()
    assert (await good).body == b"done"
    assert clock.time() == 5
    with pytest.raises(Exception):
        await app.fetch("/1")
    with pytest.raises(Exception):
        await stuck
    await main
    assert clock.time() == 12
"""
CHATTER = """
from tornado import web, websocket

class Chat(websocket.WebSocketHandler):
    def on_message(self, text):
        self.write_message(text.upper())

def make_app():
    return web.Application([("/chat", Chat)], websocket_ping_interval=5, websocket_ping_timeout=5)
"""
PINGS_TEST = """
import asyncio

HELLO = (b"GET /chat HTTP/1.1\\r\\nHost: x\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
         b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n")

async def test_pings(server, clock):
    chat = await server.websocket("/chat")
    await chat.write_message("hi")
    assert await chat.read_message() == "HI"
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(HELLO)
    await reader.readuntil(b"\\r\\n\\r\\n")
    while await reader.read(100):
        pass
    writer.close()
    assert 5 < clock.time() <= 16
    await clock.until(3600)
    assert chat.close_code is None
    chat.close()
"""


def fetch(body: str, delays: list[float], got: str, total_s: float, at_once: int, **more: Any) -> Scenario:
    """Fetch, by `body` (its first line is line 6), from URLs that take `delays` to answer."""
    return Scenario(
        submission=FETCH_HEAD + indent(dedent(body), "    "),
        hidden=FETCH_TEST.format(delays=delays, got=got, total_s=total_s, at_once=at_once),
        **more,
    )


FETCHING = {
    "ten fetches at once": fetch(
        "return [r.body for r in await gen.multi([AsyncHTTPClient().fetch(u) for u in urls])]",
        list(range(1, 11)),
        "[str(n).encode() for n in range(1, 11)]",
        10,
        10,
    ),
    "ten fetches in a row": fetch(
        "return [(await AsyncHTTPClient().fetch(u)).body for u in urls]",
        list(range(1, 11)),
        "[str(n).encode() for n in range(1, 11)]",
        55,
        1,
    ),
    "urllib on the loop": fetch(
        """\
        got = []
        for u in urls:
            got.append(urllib.request.urlopen(u).read())
        return got
        """,
        [3, 4],
        "[b'3', b'4']",
        7,
        1,
        verdict="blocked",
        blocks=((3, 4, "network", "urllib.request.urlopen", 8), (0, 3, "network", "urllib.request.urlopen", 8)),
        line=8,
    ),
    "urllib in threads": fetch(
        """\
        def read(u):
            return urllib.request.urlopen(u).read()
        return await asyncio.gather(*(asyncio.to_thread(read, u) for u in urls))
        """,
        [3, 4],
        "[b'3', b'4']",
        4,
        2,
    ),
    "urllib in threads, with a time-out": fetch(
        """\
        def read(u):
            return urllib.request.urlopen(u, timeout=30).read()
        return await asyncio.gather(*(asyncio.to_thread(read, u) for u in urls))
        """,
        [3, 4],
        "[b'3', b'4']",
        4,
        2,
    ),
    "a request that times out": Scenario(submission=RETRY, hidden=TIME_OUT_TEST),
    "retries with a back-off": Scenario(submission=RETRY, hidden=BACK_OFF_TEST),
    "a graceful shutdown": Scenario(submission=SHUTDOWN, hidden=SHUTDOWN_TEST),
    "an hour of pings": Scenario(
        submission=CHATTER, provides="make_app", limits="limits: {test_s: 60, total_s: 120}\n", hidden=PINGS_TEST
    ),
}
