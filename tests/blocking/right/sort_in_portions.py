# shape: call
# spends: cpu
"""Sorts six lists of moderate size, with a pause after each."""

import asyncio
import random

NUMBERS = [random.random() for _ in range(100_000)]


async def f():
    for _ in range(6):
        sorted(NUMBERS)
        await asyncio.sleep(0)
