# shape: call
# cause: lock
"""Enters `with lock:` while a thread is inside."""

import threading
import time

LOCK = threading.Lock()


def work(inside):
    with LOCK:
        inside.set()
        time.sleep(0.2)


async def f():
    inside = threading.Event()
    threading.Thread(target=work, args=(inside,)).start()
    inside.wait()
    with LOCK:  # BLAME
        pass
