"""Whoever reads "asynchronous" as "at the same time".

Tempting, because the loop is never held, the results are in order, and it fits on one line. But each await waits
until its article is there, and only then the next one is asked for.
"""


async def fetch_all(fetch, ids):
    return [await fetch(number) for number in ids]
