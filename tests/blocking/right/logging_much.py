# shape: call
"""Logs a thousand lines, fifty per tick."""

import asyncio
import logging

LOG = logging.getLogger("busy")


async def f():
    for number in range(20):
        for _ in range(50):
            LOG.warning("line %s", number)
        await asyncio.sleep(0)
