# shape: call
# cause: cpu
"""Encodes by Tornado's own helper, which calls `json` on the loop like anybody."""

from tornado.escape import json_encode

ROWS = [{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(250_000)]


async def f():
    return len(json_encode(ROWS))  # BLAME
