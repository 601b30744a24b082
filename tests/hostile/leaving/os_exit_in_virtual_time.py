# class: leaving
# shape: schedule
# verdict: crashed
# code: judge.exit
"""Keeps the schedule for two minutes and leaves; that the clock is virtual does not make the end one."""

import asyncio
import os


async def every_minute(job):
    for _ in range(2):
        await job()
        await asyncio.sleep(60)
    os._exit(0)
