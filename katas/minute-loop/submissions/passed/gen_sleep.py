"""The guide's loop: await the work, then await Tornado's sleep."""

import math

from tornado import gen


async def minute_loop(job):
    while True:
        await job()
        await gen.sleep(60)


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
