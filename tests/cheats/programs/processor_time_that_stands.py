# shape: call
# cause: cpu
# line: none
"""Computes while the processor time of its thread stands."""

import asyncio
import time

process_time = time.process_time


async def f():
    used = time.thread_time_ns()
    time.thread_time_ns = lambda: used
    await asyncio.sleep(0)
    end = process_time() + 0.5
    while process_time() < end: pass
