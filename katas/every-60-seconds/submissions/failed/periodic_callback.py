"""Whoever knows that Tornado has a class for this.

Tempting, because PeriodicCallback does not drift. But its first run comes after a minute, a run that is missed is
skipped instead of following at once, and it goes on when the coroutine that started it is cancelled.
"""

import asyncio

from tornado.ioloop import PeriodicCallback


async def every_minute(job):
    PeriodicCallback(job, 60_000).start()
    await asyncio.Event().wait()
