# shape: call
# cause: lock
"""Waits for a Condition of `threading`."""

import threading


def announce(condition):
    with condition:
        condition.notify_all()


async def f():
    condition = threading.Condition()
    with condition:
        threading.Timer(0.2, announce, [condition]).start()
        condition.wait()  # BLAME
