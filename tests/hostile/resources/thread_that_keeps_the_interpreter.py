# class: resources
# shape: answer
# verdict: blocked
# code: none | judge.only-outside
# limits: test_s: 2
"""Keeps the interpreter in a thread's C code, so that the loop cannot go on; the loop was held all the same."""

import asyncio
import itertools
import threading


async def answer(n):
    threading.Thread(target=sum, args=(itertools.repeat(1, 10**11),), daemon=True).start()
    await asyncio.sleep(30)
