# shape: call
# cause: file
"""Writes to an SQLite database that somebody else has locked."""

import contextlib
import sqlite3
import tempfile


async def f():
    with tempfile.TemporaryDirectory() as folder:
        other = sqlite3.connect(f"{folder}/data.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        mine = sqlite3.connect(f"{folder}/data.db", isolation_level=None, timeout=0.3)
        with contextlib.suppress(sqlite3.OperationalError):
            mine.execute("BEGIN EXCLUSIVE")  # BLAME
