# class: forging
# shape: answer
# verdict: blocked
# code: judge.only-outside
"""Holds the loop and empties the monitor's account; the observer saw the thread from outside."""

import time

import msgspec.structs
from grader.instruments.loop_monitor import LoopMonitor

account = LoopMonitor.account
LoopMonitor.account = lambda self: msgspec.structs.replace(account(self), ticks=(), hogs=(), busy_ns=0)


async def answer(n):
    time.sleep(0.15)
    return n * 2 + 1
