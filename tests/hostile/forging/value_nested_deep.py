# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Sends a well-formed value of tuples in tuples, far deeper than any that the encoder makes."""

import gc


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    depth = 300
    value = b'{"tuple": [' * depth + b"1" + b"]}" * depth
    wire.send(b'{"say": "returned", "id": 2, "value": ' + value + b"}")
    return 0
