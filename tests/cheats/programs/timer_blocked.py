# shape: call
# cause: sleep
"""Blocks the signal of the profiling timer and sleeps."""

import signal
import time


async def f():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    time.sleep(0.4)  # BLAME
