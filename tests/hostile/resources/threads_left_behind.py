# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves threads that would be joined at the end; nothing is joined."""

import threading
import time

for _ in range(8):
    threading.Thread(target=time.sleep, args=(60,)).start()


async def answer(n):
    return n * 2 + 1
