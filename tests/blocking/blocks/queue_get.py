# shape: call
# cause: lock
"""Gets from a queue of threads before anything is in it."""

import queue
import threading


async def f():
    jobs = queue.Queue()
    threading.Timer(0.2, jobs.put, ["job"]).start()
    return jobs.get()  # BLAME
