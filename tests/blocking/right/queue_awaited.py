# shape: call
"""Awaits a queue of asyncio and one of Tornado."""

import asyncio

from tornado.queues import Queue


async def f():
    first, second = asyncio.Queue(), Queue()
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, first.put_nowait, "job")
    loop.call_later(0.2, second.put_nowait, "job")
    return [await first.get(), await second.get()]
