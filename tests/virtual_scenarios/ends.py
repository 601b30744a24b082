"""Ends: what can never go on, and what never comes to rest."""

from virtual_scenarios.scenario import call

ENDS = {
    "a virtual deadlock": call(
        """\
        import asyncio

        async def g():
            await asyncio.Future()

        async def f():
            await asyncio.sleep(3)
            await g()
        """,
        None,
        0,
        verdict="timed-out",
        code="judge.deadlock",
        line=4,
    ),
    "a virtual deadlock of a decorated coroutine": call(
        """\
        import asyncio
        from tornado import gen

        @gen.coroutine
        def f():
            yield gen.sleep(3)
            yield asyncio.Future()
        """,
        None,
        0,
        verdict="timed-out",
        code="judge.deadlock",
        line=7,
    ),
    "a lock that is never released": call(
        """\
        import threading

        lock = threading.Lock()

        async def f():
            lock.acquire()
            lock.acquire()
        """,
        None,
        0,
        verdict="blocked",
        blocks=None,
        line=7,
    ),
    "a spin": call(
        """\
        async def f():
            while True: pass
        """,
        None,
        0,
        verdict="blocked",
        blocks=None,
        line=2,
        limits="limits: {test_s: 0.5}\n",
    ),
    "a loop that never rests": call(
        """\
        import asyncio

        async def f():
            while True:
                await asyncio.sleep(0)
        """,
        None,
        0,
        verdict="timed-out",
        code="judge.never-idle",
        limits="limits: {test_s: 0.5}\n",
    ),
}
