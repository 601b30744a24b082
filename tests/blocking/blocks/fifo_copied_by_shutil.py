# shape: call
# cause: file
"""Copies a file that comes slowly, several frames below in shutil."""

import io
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path


def write_late(path):
    with path.open("w") as fifo:
        for _ in range(3):
            time.sleep(0.1)
            fifo.write("hello")
            fifo.flush()


async def f():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fifo"
        os.mkfifo(path)
        threading.Thread(target=write_late, args=(path,)).start()
        with path.open() as fifo:
            shutil.copyfileobj(fifo, io.StringIO())  # BLAME
