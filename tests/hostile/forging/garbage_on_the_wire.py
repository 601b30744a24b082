# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Sends random bytes where frames are expected; the first length is already nonsense."""

import gc
import os


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    os.write(wire.fileno(), b"\xff" + os.urandom(512))
    return 0
