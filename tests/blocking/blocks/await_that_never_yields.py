# shape: call
# cause: cpu
"""Awaits coroutines that never give the loop a turn: `await` alone is no pause."""

import time


async def step():
    until_s = time.thread_time() + 0.005
    while time.thread_time() < until_s: sum(range(1000))  # BLAME


async def f():
    for _ in range(60):
        await step()
