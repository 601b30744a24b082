# class: leaving
# shape: twice
# verdict: crashed
# code: judge.exit
"""Leaves as soon as it is loaded, by a callback of the loop, before it is asked anything."""

import asyncio
import os

asyncio.get_event_loop().call_soon(os._exit, 0)


async def answer(n):
    return n * 2 + 1
