"""Whoever lets the first failure end the series.

Tempting, because an error should not go unnoticed. PeriodicCallback has logged it already; what goes unnoticed is
that there has been no report since.
"""

from tornado.ioloop import PeriodicCallback


async def every_minute(job, stop, jitter=0):
    async def run():
        try:
            await job()
        except Exception:
            periodic.stop()
            raise

    periodic = PeriodicCallback(run, 60_000, jitter=jitter)
    periodic.start()
    await stop.wait()
    periodic.stop()
