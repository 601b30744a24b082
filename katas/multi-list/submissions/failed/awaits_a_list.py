"""Whoever turns a decorated coroutine into a native one by replacing `yield` with `await`.

Tempting, because in gen.coroutine a list can be yielded. `await` takes one awaitable, and a list is none: TypeError.
"""


async def fetch_all(fetch, ids):
    articles = await [fetch(number) for number in ids]
    return articles
