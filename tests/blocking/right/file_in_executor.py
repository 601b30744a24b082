# shape: call
"""Reads a FIFO in a thread while its writer thinks."""

import asyncio
import os
import tempfile
import threading
from pathlib import Path


async def f():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fifo"
        os.mkfifo(path)
        threading.Timer(0.2, path.write_text, ["hello"]).start()
        return await asyncio.to_thread(path.read_text)
