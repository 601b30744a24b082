# shape: call
# spends: cpu
"""Computes for 20 ms of processor time, less than half of what is allowed."""

import time


async def f():
    until_s = time.thread_time() + 0.020
    while time.thread_time() < until_s:
        sum(range(100))
