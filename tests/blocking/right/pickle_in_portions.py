# shape: call
# spends: cpu
"""Pickles portions of some 15 ms."""

import asyncio
import pickle

ROWS = [{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(45_000)]


async def f():
    for _ in range(6):
        pickle.dumps(ROWS)
        await asyncio.sleep(0)
