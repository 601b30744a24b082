# shape: call
"""Makes garbage in cycles, tick after tick, so the collector has to run."""

import asyncio


class Node:
    def __init__(self):
        self.me = self


async def f():
    for _ in range(60):
        for _ in range(3000):
            Node()
        await asyncio.sleep(0)
