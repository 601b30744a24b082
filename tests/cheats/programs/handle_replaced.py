# shape: call
# cause: sleep
"""Sleeps in a handle's own method, and says that it ran at once."""

import asyncio
import time

run = asyncio.Handle._run


async def f():
    def slow(handle):
        asyncio.Handle._run = run
        time.sleep(0.4)  # BLAME
        run(handle)

    asyncio.Handle._run = slow
    await asyncio.sleep(0)
