"""Whoever expects of asyncio.gather what gen.multi can do.

Tempting, because for lists the two do the same. gather takes awaitables one by one, and the star takes a dict's keys
out of it: it is asked to await texts, and raises TypeError.
"""

import asyncio


async def load_all(loaders):
    return await asyncio.gather(*{name: load() for name, load in loaders.items()})
