"""The decorated form: whoever yields a dict waits for all its values."""

from tornado import gen


@gen.coroutine
def load_all(loaders):
    parts = yield {name: load() for name, load in loaders.items()}
    return parts
