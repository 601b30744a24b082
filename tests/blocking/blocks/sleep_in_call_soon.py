# shape: call
# cause: sleep
"""Sleeps in a function that `call_soon` runs on the loop."""

import asyncio
import time


def remind(done):
    time.sleep(0.2)  # BLAME
    done.set_result(None)


async def f():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_soon(remind, done)
    await done
