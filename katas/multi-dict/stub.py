"""A dashboard: several parts with names, each with a loader of its own."""


async def load_all(loaders):
    """Return a dict with the result of each of `loaders`, under the same names in the same order."""
    raise NotImplementedError("load_all is yours to write")
