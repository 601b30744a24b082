# shape: call
# cause: sleep
"""Takes the monitor's wrapper off the selector, then sleeps."""

import asyncio
import time


async def f():
    selector = asyncio.get_running_loop()._selector
    del selector.select
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
