"""The way of asyncio: gather knows no names, but it keeps the order, so zip can put them back."""

import asyncio


async def load_all(loaders):
    results = await asyncio.gather(*(load() for load in loaders.values()))
    return dict(zip(loaders, results, strict=True))
