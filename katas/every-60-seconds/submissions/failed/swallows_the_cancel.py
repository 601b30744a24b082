"""Whoever protects the loop against every job that fails, and against its own end.

Tempting, because one failure should not be the last run. But BaseException includes CancelledError: who cancels
during a run ends that run, and the loop goes on.
"""

import logging

from tornado import gen


async def every_minute(job):
    while True:
        minute = gen.sleep(60)
        try:
            await job()
        except BaseException:
            logging.exception("this run failed; the next one may not")
        await minute
