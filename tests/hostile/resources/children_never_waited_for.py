# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and never waits for its four ended children; they are cleared away with it."""

import os

for _ in range(4):
    if os.fork() == 0:
        os._exit(0)


async def answer(n):
    return n * 2 + 1
