# shape: call
# cause: sleep
"""Sleeps in a function within a function within a coroutine."""

import time


async def f():
    def outer():
        def inner():
            time.sleep(0.2)  # BLAME

        inner()

    outer()
