# shape: call
"""Computes in a process of its own, so neither the loop nor its interpreter lock is touched."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


async def f():
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))
    result = await loop.run_in_executor(pool, fibonacci, 29)
    pool.shutdown(wait=False)
    return result
