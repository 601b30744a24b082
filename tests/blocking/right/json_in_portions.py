# shape: call
# spends: cpu
"""Writes a large object as JSON in portions of some 15 ms."""

import asyncio
import json

ROWS = [{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(60_000)]


async def f():
    length = 0
    for first in range(0, len(ROWS), 12_000):
        length += len(json.dumps(ROWS[first : first + 12_000]))
        await asyncio.sleep(0)
    return length
