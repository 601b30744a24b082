"""Whoever takes the first loop of the guide: work, then sleep.

Tempting, because it says 60 and looks like once a minute. The sleep begins when the work is done, so every period
is as much longer as the work takes, and the delays add up.
"""

from tornado import gen


async def every_minute(job):
    while True:
        await job()
        await gen.sleep(60)
