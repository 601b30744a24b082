# shape: call
# cause: process
"""Reads a line of a program's output before there is one."""

import subprocess


async def f():
    process = subprocess.Popen(["sh", "-c", "sleep 0.25; echo hello"], stdout=subprocess.PIPE)
    return process.stdout.readline()  # BLAME
