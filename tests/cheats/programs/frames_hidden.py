# shape: call
# cause: sleep
"""Shows the watchdog no frames, and sleeps."""

import asyncio
import sys
import time


async def f():
    sys._current_frames = dict
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
