# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves a process that lives on in its children, 200 at most, and ignores signals."""

import os
import signal
import time


def flee():
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for _ in range(200):
        if os.fork():
            os._exit(0)
        time.sleep(0.02)
    os._exit(0)


async def answer(n):
    if os.fork() == 0:
        flee()
    return n * 2 + 1
