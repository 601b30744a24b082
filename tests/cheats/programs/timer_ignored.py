# shape: call
# cause: cpu
"""Ignores the signal of the profiling timer and computes."""

import signal
import time


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass  # BLAME


async def f():
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    burn(0.5)
