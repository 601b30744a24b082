# shape: call
# cause: sleep
"""Sleeps in a callback that a thread sends to the loop: it runs on the loop, not in the thread."""

import asyncio
import threading
import time


async def f():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def deliver():
        time.sleep(0.2)  # BLAME
        done.set()

    threading.Thread(target=loop.call_soon_threadsafe, args=(deliver,)).start()
    await done.wait()
