# shape: call
"""Iterates asynchronously and enters asynchronously, with awaited pauses."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def session():
    await asyncio.sleep(0.05)
    yield
    await asyncio.sleep(0.05)


async def pages():
    for number in range(3):
        await asyncio.sleep(0.05)
        yield number


async def f():
    async with session():
        return [page async for page in pages()]
