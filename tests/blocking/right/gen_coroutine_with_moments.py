# shape: call
# spends: cpu
"""Computes in a coroutine of `tornado.gen` that yields `gen.moment` every 20 ms."""

import time

from tornado import gen


@gen.coroutine
def f():
    for _ in range(6):
        until_s = time.thread_time() + 0.020
        while time.thread_time() < until_s:
            sum(range(100))
        yield gen.moment
