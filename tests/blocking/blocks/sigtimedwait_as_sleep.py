# shape: call
# cause: sleep
"""Sleeps by waiting for a signal that nobody sends."""

import signal


async def f():
    signal.sigtimedwait({signal.SIGUSR2}, 0.2)  # BLAME
