# shape: call
# cause: cpu
"""Writes a large object as JSON."""

import json

ROWS = [{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(250_000)]


async def f():
    return len(json.dumps(ROWS))  # BLAME
