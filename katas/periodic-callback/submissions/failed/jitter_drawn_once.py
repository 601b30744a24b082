"""Whoever draws the jitter when the program starts.

Tempting, because it spreads a thousand programs over the minute. But it changes the period, once and for ever: this
program drifts away from the minute, and two that drew alike stay together.
"""

import random

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    period_ms = 60_000 * (1 + jitter * (random.random() - 0.5))
    periodic = PeriodicCallback(job, period_ms)
    periodic.start()
    await stop.wait()
    periodic.stop()
