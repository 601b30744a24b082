"""Whoever uses multi to wait, and then asks again for the results.

Tempting, because "wait until all is there, then read it" is how one works with files. A coroutine is not a place where
something lies ready: each call of fetch begins anew, and the second time one after the other.
"""

from tornado import gen


async def fetch_all(fetch, ids):
    await gen.multi([fetch(number) for number in ids])
    return [await fetch(number) for number in ids]
