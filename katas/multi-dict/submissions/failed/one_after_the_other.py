"""Whoever writes a dict comprehension, and an `await` into it.

Tempting, because it is one line, with the right names in the right order. Each await waits until its part is there,
and only then the next loader is called.
"""


async def load_all(loaders):
    return {name: await load() for name, load in loaders.items()}
