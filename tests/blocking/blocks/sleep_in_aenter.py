# shape: call
# cause: sleep
"""Sleeps in `__aenter__`, although `async with` would let it wait properly."""

import time


class Client:
    async def __aenter__(self):
        time.sleep(0.2)  # BLAME
        return self

    async def __aexit__(self, *error):
        return None


async def f():
    async with Client():
        pass
