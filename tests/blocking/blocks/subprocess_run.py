# shape: call
# cause: process
"""Runs a program and waits for its end."""

import subprocess


async def f():
    subprocess.run(["sleep", "0.2"], check=True)  # BLAME
