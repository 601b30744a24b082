# shape: call
# cause: sleep
"""Disarms the profiling timer and sleeps."""

import asyncio
import signal
import time


async def f():
    signal.setitimer(signal.ITIMER_PROF, 0)
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
