# shape: call
# cause: sleep
"""Sleeps for a little more than twice the limit of 50 ms."""

import time


async def f():
    time.sleep(0.11)  # BLAME
