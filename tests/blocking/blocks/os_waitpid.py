# shape: call
# cause: process
"""Starts a program by `posix_spawn` and waits for it with `waitpid`."""

import os


async def f():
    pid = os.posix_spawnp("sleep", ["sleep", "0.2"], os.environ)
    os.waitpid(pid, 0)  # BLAME
