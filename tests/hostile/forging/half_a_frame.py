# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Announces a frame and sends a part of it, so that the next answer is read as the rest; that is no message."""

import gc
import os
import struct


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    os.write(wire.fileno(), struct.pack(">I", 12) + b"{")
    return 0
