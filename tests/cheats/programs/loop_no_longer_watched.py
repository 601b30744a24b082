# shape: call
# cause: process
"""Tells the monitor to watch this loop no more, and lets a child process sleep."""

import asyncio
import gc
import subprocess


def found(kind):
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == kind)


async def f():
    found("LoopMonitor").unwatch(asyncio.get_running_loop())
    await asyncio.sleep(0)
    subprocess.run(["sleep", "0.4"])  # BLAME
