# shape: call
# cause: lock
"""Waits until a queue of threads is worked off."""

import queue
import threading


async def f():
    jobs = queue.Queue()
    jobs.put("job")
    threading.Timer(0.2, jobs.task_done).start()
    jobs.join()  # BLAME
