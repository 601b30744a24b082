# shape: call
# cause: lock
"""Gets from a SimpleQueue, which is written in C and has no frame of its own."""

import queue
import threading


async def f():
    jobs = queue.SimpleQueue()
    threading.Timer(0.2, jobs.put, ["job"]).start()
    return jobs.get()  # BLAME
