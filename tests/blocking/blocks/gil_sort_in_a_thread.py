# shape: call
# cause: gil
"""Moves a large sort to a thread, where it keeps the interpreter lock."""

import asyncio
import random

NUMBERS = [random.random() for _ in range(1_300_000)]


def lowest():
    return sorted(NUMBERS)[0]  # BLAME


async def f():
    done = asyncio.ensure_future(asyncio.to_thread(lowest))
    while not done.done():
        await asyncio.sleep(0.001)
