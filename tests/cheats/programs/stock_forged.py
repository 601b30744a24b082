# shape: call
# cause: sleep
"""Writes a last account of its own into the wire before the judge asks for one, and sleeps."""

import gc
import json
import time


def channel():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Channel")


async def f():
    stock = {"say": "stock", "account": {}, "pending_tasks": [], "warnings": [], "never_retrieved": []}
    for number in range(3, 9):
        channel().send(json.dumps({**stock, "id": number}).encode())
    time.sleep(0.4)  # BLAME
