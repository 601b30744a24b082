# shape: call
# cause: sleep
"""Lets a thread answer the judge, the last account included, while the loop itself sleeps."""

import gc
import json
import threading
import time


def channel():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Channel")


def answer(wire, call):
    wire.send(json.dumps({"say": "returned", "id": call, "value": None}).encode())
    while True:
        for frame in wire.receive(wait=True):
            message = json.loads(frame)
            stock = {"say": "stock", "id": message["id"], "account": {}}
            lists = dict.fromkeys(["pending_tasks", "warnings", "never_retrieved"], [])
            wire.send(json.dumps({**stock, **lists}).encode())


async def f():
    call = max(gc_requests()._tasks)
    thread = threading.Timer(0.3, answer, [channel(), call])
    thread.daemon = True
    thread.start()
    time.sleep(0.6)  # BLAME


def gc_requests():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Requests")
