# shape: call
# cause: sleep
"""Sleeps in a handler given to `add_signal_handler`, which the loop runs like a callback."""

import asyncio
import os
import signal
import time


async def f():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def on_signal():
        time.sleep(0.2)  # BLAME
        done.set()

    loop.add_signal_handler(signal.SIGUSR1, on_signal)
    os.kill(os.getpid(), signal.SIGUSR1)
    await done.wait()
