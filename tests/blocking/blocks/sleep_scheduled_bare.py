# shape: call
# cause: sleep
"""Hands `time.sleep` itself to `call_later`: when it runs, no line of one's own is on the stack."""

import asyncio
import time

from tornado.ioloop import IOLoop


async def f():
    IOLoop.current().call_later(0.01, time.sleep, 0.2)  # BLAME
    await asyncio.sleep(0.05)
