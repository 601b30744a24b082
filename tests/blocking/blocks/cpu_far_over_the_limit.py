# shape: call
# cause: cpu
"""Computes for 700 ms of processor time."""

import time


async def f():
    until_s = time.thread_time() + 0.7
    while time.thread_time() < until_s: sum(range(1000))  # BLAME
