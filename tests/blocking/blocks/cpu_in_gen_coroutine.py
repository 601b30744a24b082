# shape: call
# cause: cpu
"""Computes in a coroutine of `tornado.gen` between two yields."""

from tornado import gen


@gen.coroutine
def f():
    yield gen.moment
    total = sum(number ^ 1 for number in range(6_000_000))  # BLAME
    yield gen.moment
    return total
