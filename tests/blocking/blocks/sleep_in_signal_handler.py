# shape: call
# cause: sleep
"""Sleeps in a signal handler, which Python runs on the main thread, so on the loop's."""

import os
import signal
import time


def on_signal(number, frame):
    time.sleep(0.2)  # BLAME


async def f():
    before = signal.signal(signal.SIGUSR1, on_signal)
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)
