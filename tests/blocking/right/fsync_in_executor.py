# shape: call
"""Writes to the disk and waits for it in a thread."""

import asyncio
import os
import tempfile


def write(journal):
    for _ in range(50):
        os.pwrite(journal.fileno(), b"line", 0)
        os.fsync(journal.fileno())


async def f():
    with tempfile.TemporaryFile() as journal:
        await asyncio.to_thread(write, journal)
