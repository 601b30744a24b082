# shape: call
# cause: gil
"""Moves a catastrophic pattern to a thread: the engine never gives the interpreter lock back."""

import asyncio
import re


def match():
    return bool(re.match(r"(a+)+$", "a" * 23 + "b"))  # BLAME


async def f():
    done = asyncio.get_running_loop().run_in_executor(None, match)
    while not done.done():
        await asyncio.sleep(0.001)
