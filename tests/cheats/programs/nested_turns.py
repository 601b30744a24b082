# shape: call
# cause: sleep
"""Runs turns of the running loop within a callback, as patched loops do, and sleeps in them."""

import asyncio
import time


async def work():
    time.sleep(0.4)  # BLAME


async def f():
    loop = asyncio.get_running_loop()
    running, asyncio.tasks._current_tasks[loop] = asyncio.current_task(), None
    del asyncio.tasks._current_tasks[loop]
    task = loop.create_task(work())
    while not task.done():
        loop._run_once()
    asyncio.tasks._current_tasks[loop] = running
