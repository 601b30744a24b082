# class: resources
# shape: answer
# verdict: over-limit
# code: judge.file-too-large
"""Makes a file of 2 GB that takes no room; its size is what counts."""

import os


async def answer(n):
    descriptor = os.open("sparse", os.O_RDWR | os.O_CREAT, 0o600)
    os.truncate(descriptor, 2 << 30)
    return 0
