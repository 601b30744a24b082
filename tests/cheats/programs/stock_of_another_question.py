# shape: call
# verdict: crashed
"""Answers the judge's call with an account, before it sleeps."""

import gc
import json
import time


def channel():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Channel")


async def f():
    stock = {"say": "stock", "account": {}, "pending_tasks": [], "warnings": [], "never_retrieved": []}
    channel().send(json.dumps({**stock, "id": 2}).encode())
    time.sleep(0.4)
