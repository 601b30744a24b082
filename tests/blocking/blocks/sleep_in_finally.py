# shape: call
# cause: sleep
"""Sleeps in a `finally` clause, to give something time to close."""

import asyncio
import time


async def f():
    try:
        await asyncio.sleep(0.01)
    finally:
        time.sleep(0.2)  # BLAME
