# shape: call
# cause: sleep
"""Sleeps in `__init__`: constructing the object holds the loop."""

import time


class Client:
    def __init__(self):
        time.sleep(0.2)  # BLAME


async def f():
    Client()
