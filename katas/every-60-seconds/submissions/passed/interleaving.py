"""The guide's interleaving: the clock is started before the work and awaited after it."""

from tornado import gen


async def every_minute(job):
    while True:
        minute = gen.sleep(60)
        await job()
        await minute
