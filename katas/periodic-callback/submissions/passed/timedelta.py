"""A timedelta instead of a number, and the stop in `finally`, so that a cancelled every_minute cleans up too."""

from datetime import timedelta

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    async def run():
        await job()

    periodic = PeriodicCallback(run, timedelta(minutes=1), jitter)
    periodic.start()
    try:
        await stop.wait()
    finally:
        periodic.stop()
