# shape: call
# cause: sleep
"""Sleeps in a generator that a coroutine iterates over."""

import time


def pages():
    for number in range(2):
        time.sleep(0.2)  # BLAME
        yield number


async def f():
    return [page for page in pages()]
