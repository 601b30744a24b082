# shape: call
# cause: sleep
"""Sleeps in a decorator's wrapper, before the decorated coroutine begins."""

import functools
import time


def throttled(function):
    @functools.wraps(function)
    async def wrapper():
        time.sleep(0.2)  # BLAME
        return await function()

    return wrapper


@throttled
async def f():
    return "done"
