# shape: call
# cause: cpu
# line: none
"""Computes, and gives an account of a loop that was busy all the time without any slow tick."""

import gc
import time

import msgspec


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass


async def f():
    kind = type(found("LoopMonitor"))
    account = kind.account
    kind.account = lambda monitor: msgspec.structs.replace(account(monitor), ticks=(), busy_ns=10**15)
    burn(0.5)
