# shape: call
# cause: cpu
# line: none
"""Computes, and gives an account in which the machine had no processor for that tick."""

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

    def excused(monitor):
        told = account(monitor)
        ticks = tuple(msgspec.structs.replace(each, run_delay_ns=each.wall_ns, cpu_ns=0) for each in told.ticks)
        return msgspec.structs.replace(told, ticks=ticks, busy_ns=0)

    kind.account = excused
    burn(0.5)
