# shape: call
# cause: sleep
"""Sleeps in a coroutine of `tornado.gen` where it should yield `gen.sleep`."""

import time

from tornado import gen


@gen.coroutine
def f():
    yield gen.moment
    time.sleep(0.2)  # BLAME
    return "done"
