# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Leaves by sys.exit(1) and has an exit handler that makes it 0; handlers are not waited for, codes are not read."""

import atexit
import os
import sys

atexit.register(os._exit, 0)


async def answer(n):
    sys.exit(1)
