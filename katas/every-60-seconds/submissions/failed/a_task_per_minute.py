"""Whoever keeps time by not waiting for the work at all.

Tempting, because every start is exact, whatever the job does. A job of more than a minute then runs twice at the same
time, and a cancel ends the loop but not the runs that it has started.
"""

import asyncio

under_way = set()


async def every_minute(job):
    while True:
        run = asyncio.create_task(job())
        under_way.add(run)
        run.add_done_callback(under_way.discard)
        await asyncio.sleep(60)
