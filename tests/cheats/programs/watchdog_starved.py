# shape: call
# cause: cpu
"""Never gives the interpreter's lock up while it computes."""

import sys
import time


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass  # BLAME


async def f():
    sys.setswitchinterval(60)
    burn(0.5)
