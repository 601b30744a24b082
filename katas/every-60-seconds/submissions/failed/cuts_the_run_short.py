"""Whoever keeps the minute by force.

Tempting, because wait_for makes sure that a run is over when the next is due, and nothing can overlap. It does so by
cancelling the run: a job that needs 70 s is never finished again.
"""

import asyncio
import contextlib

from tornado import gen


async def every_minute(job):
    while True:
        minute = gen.sleep(60)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(job(), 60)
        await minute
