"""The decorated form: whoever yields a list waits for all that is in it."""

from tornado import gen


@gen.coroutine
def fetch_all(fetch, ids):
    articles = yield [fetch(number) for number in ids]
    return articles
