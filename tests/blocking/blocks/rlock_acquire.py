# shape: call
# cause: lock
"""Enters an RLock that another thread holds."""

import threading
import time

LOCK = threading.RLock()


def work(inside):
    with LOCK:
        inside.set()
        time.sleep(0.2)


async def f():
    inside = threading.Event()
    threading.Thread(target=work, args=(inside,)).start()
    inside.wait()
    LOCK.acquire()  # BLAME
