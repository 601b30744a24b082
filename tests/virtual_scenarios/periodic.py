"""Periodic work: when each run starts, within ten minutes."""

from textwrap import dedent, indent
from typing import Any

from virtual_scenarios.scenario import Scenario

MINUTE_HEAD = """\
import asyncio, time, datetime
from tornado import gen
from tornado.ioloop import IOLoop, PeriodicCallback

async def f(job):
"""
MINUTE_TEST = """
import asyncio

async def test_starts(submission, clock):
    job = clock.job(lasts_s={lasts_s})
    task = asyncio.create_task(submission.f(job))
    await clock.until(600)
    assert job.starts_s == {starts_s}, job.table(every_s=60)
    task.cancel()
"""
PERIODIC_CALLBACK = """\
callback = PeriodicCallback(job, 60_000)
callback.start()
try:
    await asyncio.Future()
finally:
    callback.stop()
"""


def minute(body: str, lasts_s: float, starts_s: list[float], **more: Any) -> Scenario:
    """Run `body`, of which the first line is line 6, with a job that lasts `lasts_s`."""
    return Scenario(
        submission=MINUTE_HEAD + indent(dedent(body), "    "),
        hidden=MINUTE_TEST.format(lasts_s=lasts_s, starts_s=starts_s),
        **more,
    )


PERIODIC = {
    "a minute, interleaved": minute(
        """\
        while True:
            tick = gen.sleep(60)
            await job()
            await tick
        """,
        7,
        [60 * n for n in range(11)],
    ),
    "a minute, by deadline": minute(
        """\
        due = time.monotonic()
        while True:
            await job()
            due += 60
            await asyncio.sleep(max(0, due - time.monotonic()))
        """,
        7,
        [60 * n for n in range(11)],
    ),
    "a minute that drifts": minute(
        """\
        while True:
            await job()
            await gen.sleep(60)
        """,
        7,
        [67 * n for n in range(9)],
    ),
    "a minute by PeriodicCallback": minute(PERIODIC_CALLBACK, 0, [60 * n for n in range(1, 11)]),
    "a PeriodicCallback that outlasts its period": minute(PERIODIC_CALLBACK, 70, [60, 180, 300, 420, 540]),
    "a minute of time.sleep": minute(
        """\
        while True:
            await job()
            time.sleep(60)
        """,
        7,
        [67 * n for n in range(9)],
        verdict="blocked",
        blocks=tuple((67 * n + 7, 60, "sleep", "time.sleep", 8) for n in range(9)),
        line=8,
    ),
}
