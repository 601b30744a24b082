# shape: call
# cause: sleep
"""Lets every clock of the module stand for good."""

import asyncio
import time

sleep = time.sleep


async def f():
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        for each in (name, name + "_ns"):
            setattr(time, each, lambda value=getattr(time, each)(): value)
    await asyncio.sleep(0)
    sleep(0.4)  # BLAME
