"""Whoever starts the job in the background, so that the loop stays on time.

Tempting, because it starts at 0, 60, 120 s and nothing drifts. A job that takes longer than a minute runs twice at
the same time, a cancel of the loop does not reach it, and its exceptions reach nobody.
"""

import asyncio
import math

running_jobs = set()


async def minute_loop(job):
    while True:
        task = asyncio.create_task(job())
        running_jobs.add(task)
        task.add_done_callback(running_jobs.discard)
        await asyncio.sleep(60)


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
