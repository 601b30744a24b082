# shape: call
# cause: cpu
"""Copies a large object: the work is done by Python code of the library."""

import copy

ROWS = [{"id": number, "values": [1, 2, 3]} for number in range(80_000)]


async def f():
    return len(copy.deepcopy(ROWS))  # BLAME
