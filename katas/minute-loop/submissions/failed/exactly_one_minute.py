"""Whoever has read on and starts the clock before the work.

Tempting, because a period of exactly 60 s sounds like the better loop. It is another one: here a pause of 60 s was
asked for, and with a long job this loop has none at all.
"""

import math

from tornado import gen


async def minute_loop(job):
    while True:
        minute = gen.sleep(60)
        await job()
        await minute


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
