# shape: call
# cause: sleep
"""Sleeps at the exit of a context manager, long after the line that everybody looks at."""

import contextlib
import time


@contextlib.contextmanager
def transaction():
    yield
    time.sleep(0.2)  # BLAME


async def f():
    with transaction():
        pass
