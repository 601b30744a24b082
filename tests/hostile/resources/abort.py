# class: resources
# shape: answer
# verdict: crashed
# code: judge.signal
"""Aborts itself; no core is written."""

import os


async def answer(n):
    os.abort()
