# shape: call
# cause: sleep
"""Sleeps in `__del__`, which runs wherever the last reference goes."""

import asyncio
import time


class Connection:
    def __del__(self):
        time.sleep(0.2)  # BLAME


async def f():
    connection = Connection()
    await asyncio.sleep(0.01)
    del connection
