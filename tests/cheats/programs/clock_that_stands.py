# shape: call
# cause: sleep
"""Lets the performance counter stand while it sleeps."""

import asyncio
import time


async def f():
    now = time.perf_counter_ns()
    time.perf_counter_ns = lambda: now
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
