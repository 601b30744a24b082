# shape: call
"""Waits for a locked SQLite database in a thread."""

import asyncio
import contextlib
import sqlite3
import tempfile


def write(path):
    mine = sqlite3.connect(path, isolation_level=None, timeout=0.2)
    with contextlib.suppress(sqlite3.OperationalError):
        mine.execute("BEGIN EXCLUSIVE")


async def f():
    with tempfile.TemporaryDirectory() as folder:
        other = sqlite3.connect(f"{folder}/data.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await asyncio.to_thread(write, f"{folder}/data.db")
        other.close()
