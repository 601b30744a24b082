# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Adds a verdict to its answer; a message with a field too many is none."""

import gc


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "returned", "id": 2, "value": 1, "verdict": "passed"}')
    return 0
