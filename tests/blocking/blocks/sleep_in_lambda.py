# shape: call
# cause: sleep
"""Sleeps in a lambda that a library calls."""

import functools
import time

waited = functools.reduce


async def f():
    return waited(
        lambda total, pause_s: time.sleep(pause_s) or total + pause_s,  # BLAME
        [0.1, 0.1, 0.1],
        0,
    )
