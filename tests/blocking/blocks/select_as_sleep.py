# shape: call
# cause: sleep
"""Sleeps by a `select` on nothing, the old way to sleep for parts of a second."""

import select


async def f():
    select.select([], [], [], 0.2)  # BLAME
