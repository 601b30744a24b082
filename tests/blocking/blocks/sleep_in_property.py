# shape: call
# cause: sleep
"""Sleeps in a property, which looks like an attribute to whoever reads it."""

import time


class Page:
    @property
    def body(self):
        time.sleep(0.2)  # BLAME
        return "hello"


async def f():
    return Page().body
