"""Whoever adds 60 to a plan that was made at the start.

Tempting, because this is how drift is avoided for good. But a plan that nobody moves has to be caught up with:
after a first run of 130 s, two runs follow each other closely, just when the program is busy anyway.
"""

import asyncio


async def every_minute(job):
    loop = asyncio.get_running_loop()
    next_start_s = loop.time()
    while True:
        await job()
        next_start_s += 60
        await asyncio.sleep(max(0, next_start_s - loop.time()))
