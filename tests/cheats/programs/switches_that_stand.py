# shape: call
# cause: sleep
"""Sleeps while the kernel's count of its sleeps seems to stand."""

import asyncio
import resource
import time


async def f():
    usage = resource.getrusage(resource.RUSAGE_THREAD)
    resource.getrusage = lambda who: usage
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
