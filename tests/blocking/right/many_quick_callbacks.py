# shape: call
"""Runs five thousand quick callbacks, a hundred in each tick."""

import asyncio


async def f():
    count = 0

    def step():
        nonlocal count
        count += 1

    for _ in range(50):
        for _ in range(100):
            asyncio.get_running_loop().call_soon(step)
        await asyncio.sleep(0)
    return count
