# shape: call
# packages: bcrypt
"""Hashes with bcrypt in a thread; it gives the interpreter lock back, so the loop goes on."""

import asyncio

import bcrypt


async def f():
    job = asyncio.ensure_future(asyncio.to_thread(bcrypt.hashpw, b"secret", bcrypt.gensalt(12)))
    while not job.done():
        await asyncio.sleep(0.005)
