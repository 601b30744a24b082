"""What a virtual clock has to get exactly right: a submission, a hidden test that states the exact times, the report.

Every scenario is graded once by tests/test_virtual_time.py, and many times, on an idle and on a busy machine, by
benchmarks/virtual_time.py: the report has to be the same each time.
"""

from dataclasses import dataclass, field

MINUTE_TEST = """
import asyncio

async def test_starts(submission, clock):
    job = clock.job(lasts_s={lasts_s})
    task = asyncio.create_task(submission.f(job))
    await clock.until(600)
    assert job.starts_s == {starts_s}, job.table(every_s=60)
    task.cancel()
"""
PING_TEST = """
import asyncio

async def test_ping(server, clock):
    slow = asyncio.create_task(server.fetch("/report"))
    late_s = await clock.lateness_s(lambda: server.fetch("/ping"), every_s=1, times=3)
    assert (await slow).body == b"report"
    assert (late_s, clock.time()) == ({late_s}, {total_s})
"""
APP = """
import asyncio, ctypes, threading, time
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor
from tornado import gen, web
from tornado.concurrent import run_on_executor
from tornado.ioloop import IOLoop

class Report(web.RequestHandler):
    executor = ThreadPoolExecutor(2)
    @run_on_executor
    def decorated(self):
        time.sleep(5)
    async def get(self):
        {wait}
        self.write("report")

class Ping(web.RequestHandler):
    def get(self):
        self.write("pong")

def make_app():
    return web.Application([("/report", Report), ("/ping", Ping)])
"""
FETCH_TEST = """
import asyncio, pytest

async def test_fetch(submission, upstream, clock):
    for number in {delays}:
        upstream.reply(f"/{{number}}", body=str(number), delay_s=number)
    got = await submission.f([upstream.url(f"/{{number}}") for number in {delays}])
    assert (got, clock.time(), upstream.most_at_once) == ({got}, {total_s}, {at_once})
"""
CALL_TEST = """
import asyncio, pytest

async def test_it(submission, clock):
    got = await submission.f()
    assert (got, clock.time()) == ({got}, {total_s})
"""

Block = tuple[float, float, str, str | None, int | None]
"""Start and length in seconds of virtual time, cause, call, line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`blocks` is None where the length of a block is real, so that it differs from run to run."""

    submission: str
    hidden: str
    verdict: str = "passed"
    blocks: tuple[Block, ...] | None = ()
    provides: str = "f"
    line: int | None = None
    code: str | None = None
    limits: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)


def minute(body: str, lasts_s: float, starts_s: list[float], **more: object) -> Scenario:
    head = "import asyncio, time, datetime\nfrom tornado import gen\nfrom tornado.ioloop import IOLoop, PeriodicCallback\n\n"
    return Scenario(
        submission=head + "async def f(job):\n" + body,
        hidden=MINUTE_TEST.format(lasts_s=lasts_s, starts_s=starts_s),
        **more,  # type: ignore[arg-type]
    )


def ping(wait: str, late_s: list[float], total_s: float, **more: object) -> Scenario:
    return Scenario(
        submission=APP.format(wait=wait),
        hidden=PING_TEST.format(late_s=late_s, total_s=total_s),
        provides="make_app",
        **more,  # type: ignore[arg-type]
    )


def fetch(body: str, delays: list[float], got: str, total_s: float, at_once: int, **more: object) -> Scenario:
    head = "import asyncio, urllib.request\nfrom tornado import gen\nfrom tornado.httpclient import AsyncHTTPClient\n\n"
    return Scenario(
        submission=head + "async def f(urls):\n" + body,
        hidden=FETCH_TEST.format(delays=delays, got=got, total_s=total_s, at_once=at_once),
        **more,  # type: ignore[arg-type]
    )


def call(source: str, got: object, total_s: float, **more: object) -> Scenario:
    return Scenario(submission=source, hidden=CALL_TEST.format(got=repr(got), total_s=total_s), **more)  # type: ignore[arg-type]


PERIODIC = """    callback = PeriodicCallback(job, 60_000)
    callback.start()
    try:
        await asyncio.Future()
    finally:
        callback.stop()
"""
POOL_OF_TWO = """
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

async def f():
    pool, loop = ThreadPoolExecutor(2), asyncio.get_running_loop()
    began = time.monotonic()
    await asyncio.gather(*(loop.run_in_executor(pool, time.sleep, 0.5) for _ in range(4)))
    return time.monotonic() - began
"""
CLOCKS = """
import asyncio, datetime, time
from datetime import date, datetime as moment
from time import monotonic, sleep

class Of(moment):
    pass

async def f():
    before = [time.time(), time.monotonic(), time.perf_counter(), time.time_ns() / 1e9, time.monotonic_ns() / 1e9,
              time.perf_counter_ns() / 1e9, monotonic(), moment.now().timestamp(), datetime.datetime.now().timestamp(),
              moment.now(datetime.UTC).timestamp(), time.mktime(time.localtime())]
    today = date.today()
    await asyncio.sleep(86400)
    after = [time.time(), time.monotonic(), time.perf_counter(), time.time_ns() / 1e9, time.monotonic_ns() / 1e9,
             time.perf_counter_ns() / 1e9, monotonic(), moment.now().timestamp(), datetime.datetime.now().timestamp(),
             moment.now(datetime.UTC).timestamp(), time.mktime(time.localtime())]
    assert isinstance(moment.now(), datetime.date) and isinstance(moment.fromtimestamp(0), moment)
    assert not isinstance(moment.now(), Of)
    assert time.strftime("%Y") == time.strftime("%Y", time.localtime()) and time.asctime() == time.ctime()
    return [round(b - a, 6) for a, b in zip(before, after)], (date.today() - today).days
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
CHATTER = """
from tornado import web, websocket

class Chat(websocket.WebSocketHandler):
    def on_message(self, text):
        self.write_message(text.upper())

def make_app():
    return web.Application([("/chat", Chat)], websocket_ping_interval=5, websocket_ping_timeout=5)
"""

SCENARIOS = {
    # --- periodic work
    "a minute, interleaved": minute(
        "    while True:\n        tick = gen.sleep(60)\n        await job()\n        await tick\n",
        7,
        [60 * n for n in range(11)],
    ),
    "a minute, by deadline": minute(
        "    due = time.monotonic()\n    while True:\n        await job()\n        due += 60\n        await asyncio.sleep(max(0, due - time.monotonic()))\n",
        7,
        [60 * n for n in range(11)],
    ),
    "a minute that drifts": minute(
        "    while True:\n        await job()\n        await gen.sleep(60)\n", 7, [67 * n for n in range(9)]
    ),
    "a minute by PeriodicCallback": minute(PERIODIC, 0, [60 * n for n in range(1, 11)]),
    "a PeriodicCallback that outlasts its period": minute(PERIODIC, 70, [60, 180, 300, 420, 540]),
    "a minute of time.sleep": minute(
        "    while True:\n        await job()\n        time.sleep(60)\n",
        7,
        [67 * n for n in range(9)],
        verdict="blocked",
        blocks=tuple((67 * n + 7, 60, "sleep", "time.sleep", 8) for n in range(9)),
        line=8,
    ),
    # --- a handler that waits, and who has to wait for it
    "time.sleep in a handler": ping(
        "time.sleep(5)", [5, 4, 3], 5, verdict="blocked", blocks=((0, 5, "sleep", "time.sleep", 14),), line=14
    ),
    "many short sleeps in a handler": ping(
        "for _ in range(50): time.sleep(0.1)",
        [5, 4, 3],
        5,
        verdict="blocked",
        blocks=((0, 5, "sleep", "time.sleep", 14),),
        line=14,
    ),
    "gen.sleep in a handler": ping("await gen.sleep(5)", [0, 0, 0], 5),
    "call_later in a handler": ping(
        "f = asyncio.Future(); IOLoop.current().call_later(5, f.set_result, 1); await f", [0, 0, 0], 5
    ),
    "run_in_executor": ping("await IOLoop.current().run_in_executor(None, time.sleep, 5)", [0, 0, 0], 5),
    "run_on_executor": ping("await self.decorated()", [0, 0, 0], 5),
    "to_thread, three times": ping(
        "await asyncio.gather(*(asyncio.to_thread(time.sleep, 5) for _ in range(3)))", [0, 0, 0], 5
    ),
    "executor.submit": ping("await asyncio.wrap_future(self.executor.submit(time.sleep, 5))", [0, 0, 0], 5),
    "a thread that reports by add_callback": ping(
        "f = asyncio.Future(); loop = IOLoop.current(); threading.Thread(target=lambda: (time.sleep(5), loop.add_callback(f.set_result, 1))).start(); await f",
        [0, 0, 0],
        5,
    ),
    "a loop of its own in a thread": ping(
        "await asyncio.to_thread(lambda: asyncio.run(asyncio.sleep(5)))", [0, 0, 0], 5
    ),
    "four jobs for a pool of two": call(POOL_OF_TWO, 1.0, 1.0),
    "a result waited for on the loop": ping(
        "self.executor.submit(time.sleep, 5).result()",
        [5, 4, 3],
        5,
        verdict="blocked",
        blocks=((0, 5, "lock", "concurrent.futures.Future.result", 14),),
        line=14,
    ),
    "a real sleep by ctypes": ping(
        "ctypes.CDLL(None).usleep(300000)", [0, 0, 0], 2, verdict="blocked", blocks=None, line=14
    ),
    "a spin on clock_gettime": ping(
        "end = time.clock_gettime(1) + 0.3\n        while time.clock_gettime(1) < end: pass",
        [0, 0, 0],
        2,
        verdict="blocked",
        blocks=None,
        line=15,
    ),
    # --- HTTP
    "ten fetches at once": fetch(
        "    return [r.body for r in await gen.multi([AsyncHTTPClient().fetch(u) for u in urls])]\n",
        list(range(1, 11)),
        "[str(n).encode() for n in range(1, 11)]",
        10,
        10,
    ),
    "ten fetches in a row": fetch(
        "    return [(await AsyncHTTPClient().fetch(u)).body for u in urls]\n",
        list(range(1, 11)),
        "[str(n).encode() for n in range(1, 11)]",
        55,
        1,
    ),
    "urllib on the loop": fetch(
        "    got = []\n    for u in urls:\n        got.append(urllib.request.urlopen(u).read())\n    return got\n",
        [3, 4],
        "[b'3', b'4']",
        7,
        1,
        verdict="blocked",
        blocks=((3, 4, "network", "urllib.request.urlopen", 8), (0, 3, "network", "urllib.request.urlopen", 8)),
        line=8,
    ),
    "urllib in threads": fetch(
        "    return await asyncio.gather(*(asyncio.to_thread(lambda u=u: urllib.request.urlopen(u).read()) for u in urls))\n",
        [3, 4],
        "[b'3', b'4']",
        4,
        2,
    ),
    "urllib in threads, with a time-out": fetch(
        "    return await asyncio.gather(*(asyncio.to_thread(lambda u=u: urllib.request.urlopen(u, timeout=30).read()) for u in urls))\n",
        [3, 4],
        "[b'3', b'4']",
        4,
        2,
    ),
    "a request that times out": Scenario(
        submission=RETRY,
        hidden="""
import pytest
from tornado.httpclient import HTTPClientError

async def test_times(submission, upstream, clock):
    upstream.never("/")
    with pytest.raises(HTTPClientError) as caught:
        await submission.f(upstream.url("/"))
    assert caught.value.code == 599
    assert [seen.arrived_s for seen in upstream.requests] == [0, 8, 17, 28]
    assert clock.time() == 35
""",
    ),
    "retries with a back-off": Scenario(
        submission=RETRY,
        hidden="""
async def test_times(submission, upstream, clock):
    upstream.replies("/", [500, 503, b"ok"])
    assert await submission.f(upstream.url("/")) == b"ok"
    assert ([seen.arrived_s for seen in upstream.requests], clock.time()) == ([0, 1, 3], 3)
""",
    ),
    "a graceful shutdown": Scenario(
        submission=SHUTDOWN,
        hidden="""
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
""",
    ),
    "an hour of pings": Scenario(
        submission=CHATTER,
        provides="make_app",
        limits="limits: {test_s: 20}\n",
        hidden="""
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
""",
    ),
    # --- several things at once
    "gen.multi of a list": Scenario(
        submission="from tornado import gen\n\nasync def f(fetch, ids):\n    return await gen.multi([fetch(i) for i in ids])\n",
        hidden="""
import asyncio

async def test_it(submission, clock):
    async def fetch(number):
        await asyncio.sleep(number)
        return 10 * number
    assert (await submission.f(fetch, [3, 1, 2]), clock.time()) == ([30, 10, 20], 3)
""",
    ),
    "wait_for and with_timeout": call(
        """
import asyncio, datetime
from tornado import gen

async def f():
    got = []
    for wait in (asyncio.wait_for(asyncio.sleep(100), 3), gen.with_timeout(datetime.timedelta(seconds=4), gen.sleep(100))):
        try:
            await wait
        except asyncio.TimeoutError:
            got.append(asyncio.get_running_loop().time())
    return got
""",
        [3, 4],
        4,
    ),
    "every clock that there is": call(CLOCKS, ([86400] * 11, 1), 86400),
    "a child process": call(
        """
import asyncio

async def f():
    process = await asyncio.create_subprocess_exec("/bin/sh", "-c", "sleep 0.2; read x; echo $x", stdin=-1, stdout=-1)
    out, _ = await asyncio.wait_for(process.communicate(b"5\\n"), 0.1)
    return out
""",
        b"5\n",
        0,
    ),
    "a process pool": call(
        """
import asyncio
from concurrent.futures import ProcessPoolExecutor

def work(number):
    return sum(i * i for i in range(number))

async def f():
    with ProcessPoolExecutor(2) as pool:
        loop = asyncio.get_running_loop()
        return await asyncio.wait_for(loop.run_in_executor(pool, work, 300_000), 0.1)
""",
        sum(i * i for i in range(300_000)),
        0,
    ),
    "real work in a thread": ping(
        "await asyncio.to_thread(lambda: [sum(range(n)) for n in range(4000)])", [0, 0, 0], 2
    ),
    # --- ends
    "a virtual deadlock": call(
        "import asyncio\n\nasync def g():\n    await asyncio.Future()\n\nasync def f():\n    await asyncio.sleep(3)\n    await g()\n",
        None,
        0,
        verdict="timed-out",
        code="judge.deadlock",
        line=4,
    ),
    "a virtual deadlock of a decorated coroutine": call(
        "import asyncio\nfrom tornado import gen\n\n@gen.coroutine\ndef f():\n    yield gen.sleep(3)\n    yield asyncio.Future()\n",
        None,
        0,
        verdict="timed-out",
        code="judge.deadlock",
        line=7,
    ),
    "a lock that is never released": call(
        "import threading\n\nlock = threading.Lock()\n\nasync def f():\n    lock.acquire()\n    lock.acquire()\n",
        None,
        0,
        verdict="blocked",
        blocks=None,
        line=7,
    ),
    "a spin": call(
        "async def f():\n    while True: pass\n",
        None,
        0,
        verdict="blocked",
        blocks=None,
        line=2,
        limits="limits: {test_s: 0.5}\n",
    ),
    "a loop that never rests": call(
        "import asyncio\n\nasync def f():\n    while True:\n        await asyncio.sleep(0)\n",
        None,
        0,
        verdict="timed-out",
        code="judge.never-idle",
        limits="limits: {test_s: 0.5}\n",
    ),
}
