# class: forging
# shape: schedule
# verdict: crashed
# code: judge.broke-protocol
"""Calls the __init__ of an object of the test over the raw wire; only the methods that were handed over can be called."""

import gc


async def every_minute(job):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "call", "id": 900, "on": 0, "name": "__init__", "args": [], "kwargs": {}}')
