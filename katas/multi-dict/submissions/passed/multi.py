"""Tornado's gen.multi: a dict of awaitables in, the dict of their results out."""

from tornado import gen


async def load_all(loaders):
    return await gen.multi({name: load() for name, load in loaders.items()})
