"""Whoever asks between two runs whether it is time to stop.

Tempting, because it needs no second thing to wait for. The answer comes only when the minute is over and the run
is done; until then, whoever set stop has to wait.
"""

import asyncio

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    periodic_has_ended = asyncio.Event()

    async def run():
        if not stop.is_set():
            await job()
        if stop.is_set():
            periodic.stop()
            periodic_has_ended.set()

    periodic = PeriodicCallback(run, 60_000, jitter=jitter)
    periodic.start()
    await periodic_has_ended.wait()
