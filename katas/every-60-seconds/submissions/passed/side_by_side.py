"""The work and the minute side by side: the longer of the two decides, and a cancel reaches both."""

import asyncio


async def every_minute(job):
    while True:
        await asyncio.gather(job(), asyncio.sleep(60))
