# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-processes
"""Starts forty other programs; what it starts counts as its own."""

import asyncio
import subprocess
import sys


async def answer(n):
    for _ in range(40):
        subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(3)"], start_new_session=True)
        await asyncio.sleep(0)
    await asyncio.sleep(1.5)
    return 0
