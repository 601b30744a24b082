# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Calls an object of the judge by a guessed number; only what a test passed in has one."""

import gc


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "call", "id": 9, "on": 0, "name": "__init__", "args": [], "kwargs": {}}')
    return 0
