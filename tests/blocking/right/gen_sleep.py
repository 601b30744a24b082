# shape: call
"""Yields `gen.sleep` in a coroutine of `tornado.gen`."""

from tornado import gen


@gen.coroutine
def f():
    yield gen.sleep(0.2)
