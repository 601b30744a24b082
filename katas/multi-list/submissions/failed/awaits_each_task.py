"""Whoever has learnt that create_task makes things run at the same time.

Tempting, because it does. But the task is awaited in the same breath: the second one is made when the first one has
ended.
"""

import asyncio


async def fetch_all(fetch, ids):
    articles = []
    for number in ids:
        task = asyncio.create_task(fetch(number))
        articles.append(await task)
    return articles
