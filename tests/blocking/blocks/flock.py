# shape: call
# cause: lock
"""Takes the lock of a file that is locked already."""

import fcntl
import tempfile
import threading


async def f():
    with tempfile.NamedTemporaryFile() as first, open(first.name) as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        threading.Timer(0.2, fcntl.flock, [first, fcntl.LOCK_UN]).start()
        fcntl.flock(second, fcntl.LOCK_EX)  # BLAME
