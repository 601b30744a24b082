# shape: call
# cause: sleep
"""Sleeps in a function that `IOLoop.add_callback` runs on the loop."""

import asyncio
import time

from tornado.ioloop import IOLoop


async def f():
    done = asyncio.Event()

    def later():
        time.sleep(0.2)  # BLAME
        done.set()

    IOLoop.current().add_callback(later)
    await done.wait()
