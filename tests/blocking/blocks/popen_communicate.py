# shape: call
# cause: process
"""Talks with a program by `communicate`, which waits for its end."""

import subprocess


async def f():
    process = subprocess.Popen(["sh", "-c", "sleep 0.2; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process.communicate(b"hello")[0]  # BLAME
