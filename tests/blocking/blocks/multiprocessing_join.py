# shape: call
# cause: process
"""Joins a process of `multiprocessing`."""

import multiprocessing
import time


async def f():
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(0.2,))
    process.start()
    process.join()  # BLAME
