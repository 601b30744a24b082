"""Whoever takes asyncio.wait for a gather that returns the tasks.

Tempting, because it waits for all of them at the same time. What it returns are two sets: the order is lost, and an
empty one it refuses with a ValueError.
"""

import asyncio


async def fetch_all(fetch, ids):
    done, pending = await asyncio.wait([asyncio.create_task(fetch(number)) for number in ids])
    return [task.result() for task in done]
