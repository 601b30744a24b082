"""Whoever asks the clock on the wall for the next full minute.

Tempting, because it cannot drift and needs no memory. But it is another promise: who starts at 25 s is called again
at 60 s, 35 s later.
"""

import asyncio
import time


async def every_minute(job):
    while True:
        await job()
        await asyncio.sleep(60 - time.time() % 60)
