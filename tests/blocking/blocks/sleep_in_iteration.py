# shape: call
# cause: sleep
"""Sleeps in `__next__`, so a plain `for` holds the loop again and again."""

import time


class Pages:
    left = 2

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        time.sleep(0.2)  # BLAME
        return self.left


async def f():
    return list(Pages())
