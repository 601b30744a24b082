# shape: call
# cause: lock
"""Waits until a thread has ended, so the thread was for nothing."""

import threading
import time


async def f():
    thread = threading.Thread(target=time.sleep, args=(0.2,))
    thread.start()
    thread.join()  # BLAME
