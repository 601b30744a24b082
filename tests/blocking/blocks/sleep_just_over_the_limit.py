# shape: call
# cause: sleep
"""Sleeps for a little more than the limit of 50 ms: a wait needs no margin."""

import time


async def f():
    time.sleep(0.06)  # BLAME
