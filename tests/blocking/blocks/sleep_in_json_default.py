# shape: call
# cause: sleep
"""Sleeps in the function that `json` calls for what it does not know, deep in the library."""

import json
import time


def plain(value):
    time.sleep(0.2)  # BLAME
    return str(value)


async def f():
    return json.dumps({"a": {"b": [object()]}}, default=plain)
