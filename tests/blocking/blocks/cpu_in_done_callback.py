# shape: call
# cause: cpu
"""Computes in the done callback of a future."""

import asyncio


def evaluate(task):
    sum(number * number for number in range(6_000_000))  # BLAME


async def f():
    task = asyncio.ensure_future(asyncio.sleep(0.01))
    task.add_done_callback(evaluate)
    await task
    await asyncio.sleep(0)
