# class: forging
# shape: answer
# verdict: blocked
# code: judge.only-outside
"""Sleeps on the loop in a stretch that the monitor is told to leave out; the judge knows what it asked for, and when."""

import gc
import time


async def answer(n):
    (monitor,) = [each for each in gc.get_objects() if type(each).__name__ == "LoopMonitor"]
    with monitor.left_out():
        time.sleep(0.15)
    return n * 2 + 1
