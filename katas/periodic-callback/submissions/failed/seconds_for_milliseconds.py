"""Whoever expects seconds, as everywhere else in Tornado.

Tempting, because gen.sleep, call_later and all time-outs count in seconds. PeriodicCallback counts in milliseconds:
this one runs 17 times a second.
"""

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    periodic = PeriodicCallback(job, 60, jitter=jitter)
    periodic.start()
    await stop.wait()
    periodic.stop()
