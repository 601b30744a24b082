# class: forging
# shape: answer
# verdict: blocked
# code: judge.only-outside | none
"""Replaces every method of the monitor by one that does nothing, then computes for long."""

import time

from grader.instruments.loop_monitor import LoopMonitor
from grader.instruments.watched_loop import WatchedLoop

LoopMonitor.keep = LoopMonitor.count = lambda *_: None
WatchedLoop.unfinished = lambda _: None


async def answer(n):
    until_s = time.thread_time() + 0.3
    while time.thread_time() < until_s:
        sum(range(1000))
    return n * 2 + 1
