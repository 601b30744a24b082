# shape: call
# cause: sleep
"""Sleeps, and gives an account in which that tick is cut in pieces below the limit."""

import gc
import time

import msgspec


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    kind = type(found("LoopMonitor"))
    account = kind.account

    def pieces(tick):
        step = 45_000_000
        for start in range(0, tick.wall_ns, step):
            yield msgspec.structs.replace(
                tick, start_ns=tick.start_ns + start, wall_ns=step, cpu_ns=0, slept_ns=0, samples=(), sleeps=()
            )

    def cut(monitor):
        told = account(monitor)
        return msgspec.structs.replace(told, ticks=tuple(piece for tick in told.ticks for piece in pieces(tick)))

    kind.account = cut
    time.sleep(0.4)  # BLAME
