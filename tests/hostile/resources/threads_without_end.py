# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-threads
"""Starts 400 threads that only wait; a few for an executor are fine, this is a flood."""

import asyncio
import contextlib
import threading
import time


async def answer(n):
    for _ in range(400):
        with contextlib.suppress(RuntimeError):  # the system's own limit comes first on some machines
            threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
        await asyncio.sleep(0)
    await asyncio.sleep(1)
    return 0
