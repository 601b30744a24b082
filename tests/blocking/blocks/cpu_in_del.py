# shape: call
# cause: cpu
"""Computes in `__del__`."""


class Result:
    def __del__(self):
        self.total = sum(number * number for number in range(6_000_000))  # BLAME


async def f():
    Result()
