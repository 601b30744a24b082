# shape: call
"""Awaits `asyncio.sleep`, so others run meanwhile."""

import asyncio


async def f():
    await asyncio.sleep(0.2)
