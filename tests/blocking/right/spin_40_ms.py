# shape: call
# spends: cpu
"""Computes for 40 ms of processor time: near the limit, and not over it."""

import time


async def f():
    until_s = time.thread_time() + 0.040
    while time.thread_time() < until_s:
        sum(range(100))
