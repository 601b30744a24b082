# class: resources
# shape: answer
# verdict: crashed
# code: judge.signal
"""Kills its whole process group; the judge is not in it."""

import os
import signal


async def answer(n):
    os.killpg(os.getpgid(os.getpid()), signal.SIGKILL) if os.getsid(0) == os.getpid() else os.abort()
