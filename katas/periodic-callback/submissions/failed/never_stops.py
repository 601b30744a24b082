"""Whoever thinks that a timer ends with the function that made it.

Tempting, because local things go away when a function returns. The loop holds the timer, the timer holds the
PeriodicCallback, and that goes on calling the job, with nobody left who could stop it.
"""

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    PeriodicCallback(job, 60_000, jitter=jitter).start()
    await stop.wait()
