# class: outside
# shape: twice
# verdict: passed
# code: none
# only: strict
"""Answers honestly and leaves files in the shared places, and says so where it finds them again; each run has its own."""

import contextlib
import os

for place in ("/tmp", "/dev/shm", "/var/tmp", "..", "."):
    path = f"{place}/@name@"
    if os.path.exists(path):
        print("reached", path)
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


async def answer(n):
    return n * 2 + 1
