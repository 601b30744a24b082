# shape: call
# cause: sleep
"""Raises the length from which on the monitor keeps a tick."""

import asyncio
import sys
import time


async def f():
    sys.modules["grader.instruments.watched_loop"]._SLOW_NS = 1 << 60
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
