"""Whoever takes the name minute_loop at its word.

Tempting, because the loop says 60 and so does the first example, where the job takes no time. The work is part of
the period: with 7 s of it, run 9 is a minute late.
"""

from tornado import gen


async def minute_loop(job):
    while True:
        await job()
        await gen.sleep(60)


def start_of_run(n, job_s):
    return n * 60


def runs_per_day(job_s):
    return 24 * 60
