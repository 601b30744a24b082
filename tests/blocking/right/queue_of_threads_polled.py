# shape: call
"""Looks into a queue of threads without waiting, and awaits in between."""

import asyncio
import queue
import threading


async def f():
    jobs = queue.Queue()
    threading.Timer(0.2, jobs.put, ["job"]).start()
    while True:
        try:
            return jobs.get_nowait()
        except queue.Empty:
            await asyncio.sleep(0.01)
