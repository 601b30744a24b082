# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-processes
"""Forks a hundred children while it is imported, each in a session of its own; they are found by their descent."""

import contextlib
import os
import time

for _ in range(100):
    with contextlib.suppress(OSError):
        if os.fork() == 0:
            os.setsid()
            time.sleep(3)
            os._exit(0)
time.sleep(1)


async def answer(n):
    return 0
