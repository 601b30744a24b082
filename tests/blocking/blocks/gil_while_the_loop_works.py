# shape: call
# cause: gil
"""Computes in three threads while the loop has many small things to do itself."""

import asyncio
import threading


def compute(stop):
    while not stop.is_set(): sum(range(100))  # BLAME


async def f():
    stop = threading.Event()
    for _ in range(3):
        threading.Thread(target=compute, args=(stop,)).start()
    for _ in range(20):
        await asyncio.sleep(0.001)
    stop.set()
