# shape: call
# cause: sleep
"""Sleeps in one of several tasks that are gathered, and so in all of them."""

import asyncio
import time


async def page(number):
    await asyncio.sleep(0.01)
    if number == 1:
        time.sleep(0.2)  # BLAME
    return number


async def f():
    return await asyncio.gather(*(page(number) for number in range(3)))
