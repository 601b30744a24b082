# shape: call
"""Runs a coroutine on another thread's loop and awaits its future."""

import asyncio
import threading


async def f():
    other = asyncio.new_event_loop()
    threading.Thread(target=other.run_forever, daemon=True).start()
    await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), other))
    other.call_soon_threadsafe(other.stop)
