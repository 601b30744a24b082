# shape: call
# cause: sleep
"""Waits for a signal that never comes, with the account hidden."""

import asyncio
import gc
import signal


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").measuring = False
    await asyncio.sleep(0)
    signal.sigtimedwait([signal.SIGWINCH], 0.4)  # BLAME
