# shape: call
# cause: sleep
"""Sleeps in a comprehension, four times without giving the loop a turn."""

import time


async def f():
    return [time.sleep(0.05) for _ in range(4)]  # BLAME
