# shape: call
# cause: cpu
"""Has a hundred callbacks ready at once, 5 ms each: every one is short, and together they are one long tick."""

import asyncio
import time


def work():
    until_s = time.thread_time() + 0.005
    while time.thread_time() < until_s: sum(range(1000))  # BLAME


async def f():
    loop = asyncio.get_running_loop()
    for _ in range(100):
        loop.call_soon(work)
    await asyncio.sleep(0)
