"""Whoever takes PeriodicCallback for a timer that goes off once, and sets it again every minute.

Tempting, because that is how call_later is used. Here the old ones go on as well: at 60 s there is one run, at 120 s
there are two, and stop reaches only the last.
"""

import asyncio

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    while not stop.is_set():
        periodic = PeriodicCallback(job, 60_000, jitter=jitter)
        periodic.start()
        try:
            await asyncio.wait_for(stop.wait(), 60)
        except asyncio.TimeoutError:
            pass
    periodic.stop()
