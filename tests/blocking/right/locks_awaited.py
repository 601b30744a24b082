# shape: call
"""Awaits a lock, an event, a semaphore and a condition of asyncio and Tornado."""

import asyncio

from tornado import locks


async def hold(lock, pause_s):
    async with lock:
        await asyncio.sleep(pause_s)


async def f():
    lock, tickets, ready = asyncio.Lock(), locks.Semaphore(1), locks.Event()
    await asyncio.gather(hold(lock, 0.1), hold(lock, 0.1), hold(tickets, 0.1), hold(tickets, 0.1))
    asyncio.get_running_loop().call_later(0.05, ready.set)
    await ready.wait()
