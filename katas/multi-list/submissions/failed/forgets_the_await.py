"""Whoever takes multi for a function that returns results.

Tempting, because its name says what it does, and nothing is raised. multi returns a Future at once, and that is what
the caller gets instead of a list.
"""

from tornado.gen import multi


async def fetch_all(fetch, ids):
    articles = multi([fetch(number) for number in ids])
    return articles
