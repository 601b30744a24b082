# shape: call
# cause: cpu
"""Sorts more than a million numbers."""

import random

NUMBERS = [random.random() for _ in range(1_300_000)]


async def f():
    return sorted(NUMBERS)[0]  # BLAME
