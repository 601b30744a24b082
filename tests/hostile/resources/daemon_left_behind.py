# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves a daemon in a session of its own; it passes, and the daemon does not outlive the grading."""

import os
import time


async def answer(n):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    return n * 2 + 1
