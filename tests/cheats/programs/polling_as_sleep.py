# shape: call
# cause: network
"""Sleeps in an epoll of its own, which the monitor sees."""

import select


async def f():
    select.epoll().poll(0.4)  # BLAME
