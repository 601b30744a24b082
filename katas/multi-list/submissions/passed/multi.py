"""Tornado's gen.multi: a list of awaitables in, the list of their results out."""

from tornado import gen


async def fetch_all(fetch, ids):
    return await gen.multi([fetch(number) for number in ids])
