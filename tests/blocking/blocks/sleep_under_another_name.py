# shape: call
# cause: sleep
"""Sleeps by a name bound at import, so replacing `time.sleep` later changes nothing."""

from time import sleep as rest


async def f():
    rest(0.2)  # BLAME
