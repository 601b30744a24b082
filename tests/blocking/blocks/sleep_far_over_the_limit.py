# shape: call
# cause: sleep
"""Sleeps for almost a second."""

import time


async def f():
    time.sleep(0.9)  # BLAME
