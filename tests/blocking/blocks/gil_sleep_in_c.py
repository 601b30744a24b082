# shape: call
# cause: gil
"""Sleeps in a thread, in C that keeps the interpreter lock: nobody computes, and nobody can."""

import asyncio
import ctypes

libc = ctypes.PyDLL(None)


def rest():
    libc.usleep(300_000)  # BLAME


async def f():
    done = asyncio.get_running_loop().run_in_executor(None, rest)
    while not done.done():
        await asyncio.sleep(0.001)
