# shape: call
# cause: sleep
"""Lets a forked child go on with the loop and answer, while the parent sleeps."""

import asyncio
import os
import time


async def f():
    loop = asyncio.get_running_loop()
    if os.fork():
        time.sleep(0.6)  # BLAME
    asyncio._set_running_loop(loop)
    await asyncio.sleep(0.4)
