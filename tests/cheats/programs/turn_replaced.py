# shape: call
# cause: sleep
"""Runs the loop by a turn of its own that never tells the monitor."""

import asyncio
import time
from types import MethodType


async def f():
    loop = asyncio.get_running_loop()

    def turn(self):
        self._process_events(type(self._selector).select(self._selector, 0.01))
        now = self.time()
        while self._scheduled and self._scheduled[0]._when <= now:
            self._ready.append(self._scheduled.pop(0))
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()

    loop._run_once = MethodType(turn, loop)
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
