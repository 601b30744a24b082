# class: resources
# shape: schedule
# verdict: blocked
# code: none
"""Keeps a schedule by holding the loop in between; that the clock is virtual does not make it free."""

import time


async def every_minute(job):
    while True:
        await job()
        time.sleep(60)
