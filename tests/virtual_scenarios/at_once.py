"""Several things at once: coroutines, time-outs, clocks, processes and threads."""

from textwrap import dedent

from virtual_scenarios.handlers import ping
from virtual_scenarios.scenario import Scenario, call

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

AT_ONCE = {
    "gen.multi of a list": Scenario(
        submission=dedent("""\
            from tornado import gen

            async def f(fetch, ids):
                return await gen.multi([fetch(i) for i in ids])
            """),
        hidden=dedent("""
            import asyncio

            async def test_it(submission, clock):
                async def fetch(number):
                    await asyncio.sleep(number)
                    return 10 * number
                assert (await submission.f(fetch, [3, 1, 2]), clock.time()) == ([30, 10, 20], 3)
            """),
    ),
    "wait_for and with_timeout": call(
        """
        import asyncio, datetime
        from tornado import gen

        async def f():
            got = []
            in_four = datetime.timedelta(seconds=4)
            for wait in (asyncio.wait_for(asyncio.sleep(100), 3), gen.with_timeout(in_four, gen.sleep(100))):
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
            script = "sleep 0.2; read x; echo $x"
            process = await asyncio.create_subprocess_exec("/bin/sh", "-c", script, stdin=-1, stdout=-1)
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
}
