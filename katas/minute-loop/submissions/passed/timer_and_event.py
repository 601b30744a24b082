"""A timer of the loop instead of a sleep: call_later sets an Event that the coroutine awaits."""

import asyncio
import math


async def minute_loop(job):
    loop = asyncio.get_running_loop()
    while True:
        await job()
        minute_is_over = asyncio.Event()
        timer = loop.call_later(60, minute_is_over.set)
        try:
            await minute_is_over.wait()
        finally:
            timer.cancel()


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
