# shape: call
"""Lets a PeriodicCallback run a coroutine that awaits."""

import asyncio

from tornado.ioloop import PeriodicCallback


async def look():
    await asyncio.sleep(0.03)


async def f():
    periodic = PeriodicCallback(look, 20)
    periodic.start()
    await asyncio.sleep(0.2)
    periodic.stop()
