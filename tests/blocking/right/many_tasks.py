# shape: call
"""Has a thousand tasks wait at the same time."""

import asyncio


async def f():
    await asyncio.gather(*(asyncio.sleep(0.001 * (number % 100)) for number in range(1000)))
