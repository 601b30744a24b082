# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Ends its process with exit code 0 in the middle of the test; an exit code is no answer."""

import os


async def answer(n):
    os._exit(0)
