# shape: call
# cause: cpu
"""Computes for 120 ms of processor time, a little more than twice the limit."""

import time


async def f():
    until_s = time.thread_time() + 0.12
    while time.thread_time() < until_s: sum(range(1000))  # BLAME
