# shape: call
# cause: sleep
"""Sleeps in an asynchronous generator: `async for` does not make it wait elsewhere."""

import time


async def pages():
    for number in range(2):
        time.sleep(0.2)  # BLAME
        yield number


async def f():
    return [page async for page in pages()]
