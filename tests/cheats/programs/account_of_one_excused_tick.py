# shape: call
# cause: sleep
"""Sleeps, and gives an account in which the machine had no processor for that tick."""

import gc
import time

import msgspec


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    kind = type(found("LoopMonitor"))
    account = kind.account

    def excused(monitor):
        told = account(monitor)
        ticks = tuple(
            msgspec.structs.replace(each, run_delay_ns=each.wall_ns, voluntary_switches=0, slept_ns=0)
            for each in told.ticks
        )
        return msgspec.structs.replace(told, ticks=ticks)

    kind.account = excused
    time.sleep(0.4)  # BLAME
