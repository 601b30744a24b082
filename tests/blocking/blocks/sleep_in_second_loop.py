# shape: call
# cause: sleep
"""Runs a second loop to its end in a thread and sleeps on the first one meanwhile."""

import asyncio
import threading
import time


async def f():
    thread = threading.Thread(target=asyncio.run, args=(asyncio.sleep(0.05),))
    thread.start()
    while thread.is_alive():
        time.sleep(0.2)  # BLAME
