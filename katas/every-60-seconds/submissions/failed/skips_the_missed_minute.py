"""Whoever keeps to the grid: a minute that was missed is skipped, as PeriodicCallback does it.

Tempting, because all starts are multiples of 60 s, which looks tidy. After a run of 70 s the job rests for 50 s,
although it is due.
"""

import asyncio


async def every_minute(job):
    loop = asyncio.get_running_loop()
    first_start_s = loop.time()
    while True:
        await job()
        await asyncio.sleep(60 - (loop.time() - first_start_s) % 60)
