# shape: call
# cause: file
"""Opens a FIFO, which waits for somebody at its other end."""

import os
import tempfile
import threading
from pathlib import Path


async def f():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fifo"
        os.mkfifo(path)
        threading.Timer(0.2, path.write_text, ["hello"]).start()
        with open(path) as fifo:  # BLAME
            return fifo.read()
