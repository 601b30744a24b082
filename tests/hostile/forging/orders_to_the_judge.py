# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Sends the judge the orders that the judge sends; they are none of a candidate's messages."""

import gc


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "load", "id": 9, "module": "os", "path": "/usr/lib/python3/os.py"}')
    return 0
