# shape: call
# cause: process
"""Runs a command line and waits."""

import os


async def f():
    os.system("sleep 0.2")  # BLAME
