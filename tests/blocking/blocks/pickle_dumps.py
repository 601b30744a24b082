# shape: call
# cause: cpu
"""Pickles a large object."""

import pickle

ROWS = [{"id": number, "name": f"row {number}", "values": [1.5, "x", None]} for number in range(300_000)]


async def f():
    return len(pickle.dumps(ROWS))  # BLAME
