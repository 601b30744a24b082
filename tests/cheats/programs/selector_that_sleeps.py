# shape: call
# cause: sleep
"""Sleeps within the selector's look, where no tick goes on."""

import asyncio
import time


async def f():
    selector = asyncio.get_running_loop()._selector
    poll = selector._selector

    class Poll:
        def __getattr__(self, name):
            return getattr(poll, name)

        def poll(self, *arguments):
            time.sleep(0.4)  # BLAME
            selector._selector = poll
            return poll.poll(*arguments)

    selector._selector = Poll()
    await asyncio.sleep(0)
