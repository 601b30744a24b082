"""A job that starts every 60 seconds, however long it takes: the guide's first loop. Make it exact."""

from tornado import gen


async def every_minute(job):
    """Await `job()` at 0, 60, 120 … s until cancelled; a run that outlasts its minute is followed at once by the next."""
    while True:
        await job()
        await gen.sleep(60)
