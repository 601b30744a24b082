"""Whoever starts a task in the callback, because a callback is a plain function.

Tempting, because that was the only way in old versions. PeriodicCallback sees a function that returns at once, skips
nothing, and runs of 70 s overlap.
"""

import asyncio

from tornado.ioloop import PeriodicCallback

under_way = set()


async def every_minute(job, stop, jitter=0):
    def run():
        task = asyncio.create_task(job())
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    periodic = PeriodicCallback(run, 60_000, jitter=jitter)
    periodic.start()
    await stop.wait()
    periodic.stop()
