# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-output
"""Prints up to 64 MB; after the limit nothing more is read, and the candidate is ended."""

import os


async def answer(n):
    for _ in range(1024):
        os.write(1, b"x" * 65536)
    return 0
