"""Whoever looks for a way to get at a result, and finds asyncio.run.

Tempting, because in a script it is how a coroutine is run. Inside a coroutine the loop runs already, and a thread can
run only one: RuntimeError.
"""

import asyncio

from tornado import gen


async def all_together(loaders):
    return await gen.multi({name: load() for name, load in loaders.items()})


async def load_all(loaders):
    return asyncio.run(all_together(loaders))
