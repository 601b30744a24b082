# shape: call
# cause: cpu
"""Spins until a thread has set a flag, and uses 300 ms of processor time for it."""

import threading
import time


def set_late(done):
    until_s = time.process_time() + 0.3
    while time.process_time() < until_s:
        time.sleep(0.01)
    done.set()


async def f():
    done = threading.Event()
    threading.Thread(target=set_late, args=(done,)).start()
    while not done.is_set(): pass  # BLAME
