# shape: call
# cause: file
"""Reads a FIFO with pathlib while the writer thinks."""

import os
import tempfile
import threading
import time
from pathlib import Path


def write_late(path):
    with path.open("w") as fifo:
        time.sleep(0.25)
        fifo.write("hello")


async def f():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fifo"
        os.mkfifo(path)
        threading.Thread(target=write_late, args=(path,)).start()
        return path.read_text()  # BLAME
