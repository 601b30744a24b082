# shape: call
# cause: sleep
"""Gives the modules of the monitor a clock of its own."""

import asyncio
import sys
import time
from types import SimpleNamespace


async def f():
    still = SimpleNamespace(**vars(time))
    still.perf_counter_ns = lambda value=time.perf_counter_ns(): value
    for name in ("loop_monitor", "watched_loop", "thread_counters", "sampler"):
        sys.modules[f"grader.instruments.{name}"].time = still
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
