# shape: call
# cause: lock
"""Runs a coroutine on another thread's loop and waits for its result."""

import asyncio
import threading


async def f():
    other = asyncio.new_event_loop()
    threading.Thread(target=other.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), other).result()  # BLAME
    other.call_soon_threadsafe(other.stop)
