"""Whoever counts runs as people do, beginning with the first, and rounds as // does.

Tempting, because where a day is a multiple of the period the division comes out right. Everywhere else it drops the
run that has begun when the day ends, and start_of_run is one period early.
"""

from tornado import gen


async def minute_loop(job):
    while True:
        await job()
        await gen.sleep(60)


def start_of_run(n, job_s):
    return (n - 1) * (60 + job_s)


def runs_per_day(job_s):
    return int(86400 // (60 + job_s))
