"""The manual's form: a period in milliseconds, a start, and a stop once the event is set."""

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    periodic = PeriodicCallback(job, 60_000, jitter=jitter)
    periodic.start()
    await stop.wait()
    periodic.stop()
