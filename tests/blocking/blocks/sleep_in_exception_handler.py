# shape: call
# cause: sleep
"""Sleeps in the loop's exception handler."""

import asyncio
import time


def on_exception(loop, context):
    time.sleep(0.2)  # BLAME


async def f():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(on_exception)
    loop.call_soon(int, "not a number")
    await asyncio.sleep(0.01)
