"""Whoever writes the loop as a decorated coroutine, as older Tornado code does.

Tempting, because it starts its job at 0, 67, 134 s. A cancel only reaches the Future that gen.coroutine returned: the
generator behind it knows nothing of it and goes on, with nobody left who could end it.
"""

import math

from tornado import gen


@gen.coroutine
def minute_loop(job):
    while True:
        yield job()
        yield gen.sleep(60)


def start_of_run(n, job_s):
    return n * (60 + job_s)


def runs_per_day(job_s):
    return math.ceil(86400 / (60 + job_s))
