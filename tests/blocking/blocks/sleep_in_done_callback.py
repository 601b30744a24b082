# shape: call
# cause: sleep
"""Sleeps in the done callback of a task: callbacks run on the loop."""

import asyncio
import time


def report(task):
    time.sleep(0.2)  # BLAME


async def f():
    task = asyncio.ensure_future(asyncio.sleep(0.01))
    task.add_done_callback(report)
    await task
    await asyncio.sleep(0)
