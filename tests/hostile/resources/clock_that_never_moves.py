# class: resources
# shape: schedule
# verdict: timed-out
# code: judge.never-idle
# limits: test_s: 1
"""Never lets the loop rest, so that the virtual clock has to stand; real time goes on and ends the test."""

import asyncio


async def every_minute(job):
    while True:
        await asyncio.sleep(0)
