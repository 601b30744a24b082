# shape: call
# cause: gil
"""Moves a large `json.dumps` to a thread, where it keeps the interpreter lock all the same."""

import asyncio
import json

ROWS = [{"id": number, "name": f"row {number}", "values": [1, 2, 3]} for number in range(300_000)]


def dump():
    return len(json.dumps(ROWS))  # BLAME


async def f():
    done = asyncio.get_running_loop().run_in_executor(None, dump)
    while not done.done():
        await asyncio.sleep(0.001)
