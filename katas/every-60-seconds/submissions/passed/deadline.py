"""By deadline: note when this run should be followed, work, and sleep for what is left."""

import asyncio


async def every_minute(job):
    loop = asyncio.get_running_loop()
    while True:
        next_start_s = loop.time() + 60
        await job()
        await asyncio.sleep(max(0, next_start_s - loop.time()))
