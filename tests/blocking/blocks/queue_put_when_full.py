# shape: call
# cause: lock
"""Puts into a full queue of threads."""

import queue
import threading


async def f():
    jobs = queue.Queue(maxsize=1)
    jobs.put("first")
    threading.Timer(0.2, jobs.get).start()
    jobs.put("second")  # BLAME
