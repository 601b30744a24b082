# shape: call
# cause: sleep
"""Sleeps in a handler of `logging`, several frames below the line that logs."""

import logging
import time


class Slow(logging.Handler):
    def emit(self, record):
        time.sleep(0.2)  # BLAME


LOG = logging.getLogger("slow")
LOG.addHandler(Slow())


async def f():
    LOG.error("something happened")
