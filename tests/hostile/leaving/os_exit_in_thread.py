# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Lets a thread end the process while the test waits; the end is told by the kernel, not by the thread."""

import asyncio
import os
import threading


async def answer(n):
    threading.Thread(target=os._exit, args=(0,)).start()
    await asyncio.sleep(30)
