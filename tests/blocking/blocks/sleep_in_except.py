# shape: call
# cause: sleep
"""Sleeps before it tries again, in the handler of an exception."""

import time


def ask():
    raise ConnectionError


async def f():
    try:
        ask()
    except ConnectionError:
        time.sleep(0.2)  # BLAME
