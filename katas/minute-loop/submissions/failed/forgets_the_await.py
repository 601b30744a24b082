"""Whoever calls the job like any function.

Tempting, because nothing is raised and the loop goes round once a minute. A call of an asynchronous function only
makes a coroutine; nobody awaits it, so no job ever starts, and a warning is all that is heard of it.
"""

import asyncio
import math


async def minute_loop(job):
    while True:
        job()
        await asyncio.sleep(60)


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
