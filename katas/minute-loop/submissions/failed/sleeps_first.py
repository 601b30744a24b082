"""Whoever thinks of the timer first and of the work second.

Tempting, because "every minute" sounds as if the first minute had to pass. The first report comes a minute after the
start, and after each restart of the program again.
"""

import asyncio
import math


async def minute_loop(job):
    while True:
        await asyncio.sleep(60)
        await job()


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
