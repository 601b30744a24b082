# shape: call
# verdict: crashed
"""Ends its process before anybody asks for its account."""

import os
import threading
import time


async def f():
    threading.Timer(0.5, os._exit, [0]).start()
    time.sleep(0.4)
    while True:
        pass
