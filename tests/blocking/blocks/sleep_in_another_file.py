# shape: call
# cause: sleep
# files: more/pausing.py
"""Calls a function in another file of the submission, and that one sleeps."""

from more.pausing import pause


async def f():
    pause()
