"""A handler that waits: who has to wait for it, and what the report says of the line."""

from textwrap import dedent, indent
from typing import Any

from virtual_scenarios.scenario import Scenario, call

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
PING_TEST = """
import asyncio

async def test_ping(server, clock):
    slow = asyncio.create_task(server.fetch("/report"))
    late_s = await clock.lateness_s(lambda: server.fetch("/ping"), every_s=1, times=3)
    assert (await slow).body == b"report"
    assert (late_s, clock.time()) == ({late_s}, {total_s})
"""


def ping(wait: str, late_s: list[float], total_s: float, **more: Any) -> Scenario:
    """Ask for /report, which does `wait` (its first line is line 14), and meanwhile for /ping, three times."""
    return Scenario(
        submission=APP.format(wait=indent(dedent(wait).rstrip(), " " * 8)),
        hidden=PING_TEST.format(late_s=late_s, total_s=total_s),
        provides="make_app",
        **more,
    )


HANDLERS = {
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
        """\
        f = asyncio.Future(); loop = IOLoop.current()
        threading.Thread(target=lambda: (time.sleep(5), loop.add_callback(f.set_result, 1))).start(); await f
        """,
        [0, 0, 0],
        5,
    ),
    "a loop of its own in a thread": ping(
        "await asyncio.to_thread(lambda: asyncio.run(asyncio.sleep(5)))", [0, 0, 0], 5
    ),
    "four jobs for a pool of two": call(
        """
        import asyncio, time
        from concurrent.futures import ThreadPoolExecutor

        async def f():
            pool, loop = ThreadPoolExecutor(2), asyncio.get_running_loop()
            began = time.monotonic()
            await asyncio.gather(*(loop.run_in_executor(pool, time.sleep, 0.5) for _ in range(4)))
            return time.monotonic() - began
        """,
        1.0,
        1.0,
    ),
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
        """\
        end = time.clock_gettime(1) + 0.3
        while time.clock_gettime(1) < end: pass
        """,
        [0, 0, 0],
        2,
        verdict="blocked",
        blocks=None,
        line=15,
    ),
}
