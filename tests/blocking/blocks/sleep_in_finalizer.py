# shape: call
# cause: sleep
"""Sleeps in a finalizer of `weakref`, in the middle of somebody else's tick."""

import asyncio
import time
import weakref


class Connection:
    pass


def close():
    time.sleep(0.2)  # BLAME


async def f():
    connection = Connection()
    weakref.finalize(connection, close)
    await asyncio.sleep(0.01)
    connection = None
