# shape: call
# cause: sleep
"""Computes for a while and sleeps for longer: the larger part names it."""

import time


def compute():
    end_s = time.thread_time() + 0.06
    while time.thread_time() < end_s:
        sum(range(1000))


async def f():
    compute()
    time.sleep(0.25)  # BLAME
