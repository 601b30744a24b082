# shape: call
"""Lets a thread work in short shares with sleeps in between; the lock is nearly always free."""

import asyncio
import threading
import time


def work(stop):
    while not stop.is_set():
        sum(range(1000))
        time.sleep(0.002)


async def f():
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,)).start()
    for _ in range(40):
        await asyncio.sleep(0.005)
    stop.set()
