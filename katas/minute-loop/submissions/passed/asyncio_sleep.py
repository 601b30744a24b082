"""The same with asyncio's sleep; a day is counted run by run, as the task's text says it."""

import asyncio
import itertools

PAUSE_S = 60
DAY_S = 24 * 60 * 60


async def minute_loop(job):
    while True:
        await job()
        await asyncio.sleep(PAUSE_S)


def start_of_run(n, job_s):
    return n * (job_s + PAUSE_S)


def runs_per_day(job_s):
    return next(n for n in itertools.count() if start_of_run(n, job_s) >= DAY_S)
