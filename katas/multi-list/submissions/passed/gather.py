"""The way of asyncio: gather takes the awaitables one by one, hence the star."""

import asyncio


async def fetch_all(fetch, ids):
    return await asyncio.gather(*(fetch(number) for number in ids))
