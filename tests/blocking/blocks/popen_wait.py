# shape: call
# cause: process
"""Starts a program properly and then waits for it."""

import subprocess


async def f():
    process = subprocess.Popen(["sleep", "0.2"])
    process.wait()  # BLAME
