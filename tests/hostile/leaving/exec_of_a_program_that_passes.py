# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit | judge.signal
"""Becomes another program, which prints a pass and ends with 0 (or by a timer that it inherits); neither is looked at."""

import os
import sys


async def answer(n):
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", "print('3 passed in 0.01s')"])
