# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves a child that keeps output and wire open; nobody waits for their end."""

import os
import time


async def answer(n):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    return n * 2 + 1
