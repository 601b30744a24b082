# shape: call
"""Reads a small file on the loop's own thread, which takes no time worth a thread."""

from pathlib import Path


async def f():
    return len(Path(__file__).read_text())
