# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and would never end by itself: an exit handler waits for a lock; handlers are not waited for."""

import atexit
import threading

lock = threading.Lock()
lock.acquire()
atexit.register(lock.acquire)


async def answer(n):
    return n * 2 + 1
