# class: resources
# shape: answer
# verdict: crashed
# code: judge.signal
"""Sends itself the signal of an exceeded processor limit, having used none; how much it used is in the kernel's account."""

import os
import signal


async def answer(n):
    os.kill(os.getpid(), signal.SIGXCPU)
