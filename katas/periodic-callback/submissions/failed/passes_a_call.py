"""Whoever writes the brackets too many.

Tempting, because the job is to be called, and this is a call. It is made here and now, once; what PeriodicCallback
gets is a coroutine, which it cannot call, and it says so in the log once a minute.
"""

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    periodic = PeriodicCallback(job(), 60_000, jitter=jitter)
    periodic.start()
    await stop.wait()
    periodic.stop()
