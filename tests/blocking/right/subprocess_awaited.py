# shape: call
"""Awaits a program."""

import asyncio


async def f():
    process = await asyncio.create_subprocess_exec("sleep", "0.2")
    return await process.wait()
