"""By a plan that is moved when it cannot be kept; Tornado's sleep, on a clock that nobody sets."""

import time

from tornado import gen


async def every_minute(job):
    planned_s = time.monotonic()
    while True:
        await job()
        planned_s = max(planned_s + 60, time.monotonic())
        await gen.sleep(planned_s - time.monotonic())
