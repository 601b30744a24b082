# shape: call
"""Sets an event in a signal's handler, and nothing more."""

import asyncio
import os
import signal


async def f():
    done = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, done.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await done.wait()
