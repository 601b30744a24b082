# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Speaks of a virtual clock in a test on the real one; nobody shares a clock with it."""

import gc


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    wire.send(b'{"say": "idle", "number": 1, "seen": 1, "deadline_ns": 0, "busy": false, "watchdog": 0}')
    return 0
