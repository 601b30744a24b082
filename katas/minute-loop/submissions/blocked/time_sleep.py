"""Whoever takes the sleep that every script uses.

Tempting, because the job starts at 0, 67, 134 s, just as it should. Between two runs the whole program is asleep:
no request is served, no other task moves, and a cancel has to wait.
"""

import math
import time


async def minute_loop(job):
    while True:
        await job()
        time.sleep(60)  # BLAME


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
