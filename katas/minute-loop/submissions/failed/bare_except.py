"""Whoever wants a loop that nothing can stop, and succeeds.

Tempting, because a report that fails once should not end all the others. But a bare except catches CancelledError
too: the cancel is logged as one more failure, and the loop goes on.
"""

import asyncio
import logging
import math


async def minute_loop(job):
    while True:
        try:
            await job()
        except:
            logging.exception("the job failed, next try in a minute")
        await asyncio.sleep(60)


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
