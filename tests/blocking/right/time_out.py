# shape: call
"""Gives up on what takes too long."""

import asyncio
import contextlib
import datetime

from tornado import gen


async def f():
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.sleep(10), 0.1)
    with contextlib.suppress(gen.TimeoutError):
        await gen.with_timeout(datetime.timedelta(seconds=0.1), gen.sleep(0.2))
