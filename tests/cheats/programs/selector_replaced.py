# shape: call
# cause: sleep
"""Lets the loop look into a selector that nobody watches, then sleeps."""

import asyncio
import selectors
import time


async def f():
    loop = asyncio.get_running_loop()
    fresh = selectors.DefaultSelector()
    for key in list(loop._selector.get_map().values()):
        fresh.register(key.fileobj, key.events, key.data)
    loop._selector = fresh
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
