# shape: call
"""Sleeps for 30 ms, which the limit of 50 ms allows."""

import time


async def f():
    time.sleep(0.03)
