# class: forging
# shape: answer
# verdict: crashed
# code: judge.broke-protocol
"""Writes a frame that tells a pass to every descriptor it has; the wire knows no such message."""

import contextlib
import os
import struct

FRAME = b'{"judged": {"result": {"name": "test_it", "verdict": "passed", "points": 10}}, "say": "judged"}'


async def answer(n):
    for number in range(1, 1024):
        with contextlib.suppress(OSError):
            os.write(number, struct.pack(">I", len(FRAME)) + FRAME)
    return 0
