# shape: call
# cause: sleep
"""Sleeps when its task is cancelled, to tidy up."""

import asyncio
import contextlib
import time


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        time.sleep(0.2)  # BLAME
        raise


async def f():
    task = asyncio.ensure_future(work())
    await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
