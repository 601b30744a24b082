"""Whoever moves time.sleep to a thread, to be on the safe side.

Tempting, because the loop stays free and the starts are exact. time.sleep refuses a negative number, which
asyncio.sleep and gen.sleep take for "no time at all": the first run of more than a minute is the last.
"""

import asyncio
import time


async def every_minute(job):
    while True:
        start_s = time.monotonic()
        await job()
        await asyncio.to_thread(time.sleep, 60 - (time.monotonic() - start_s))
