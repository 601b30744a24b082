"""Ten articles for one page."""


async def fetch_all(fetch, ids):
    """Return what `await fetch(id)` gives for each of `ids`, as a list in their order."""
    raise NotImplementedError("fetch_all is yours to write")
