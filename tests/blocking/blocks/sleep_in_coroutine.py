# shape: call
# cause: sleep
"""Sleeps in a coroutine: `async def` alone makes nothing asynchronous."""

import time


async def f():
    time.sleep(0.2)  # BLAME
