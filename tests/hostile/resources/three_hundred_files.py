# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-files
"""Leaves 300 files in its folder; a kata allows a hundred."""

import pathlib


async def answer(n):
    for number in range(300):
        pathlib.Path(f"file-{number}").write_text("x")
    return n * 2 + 1
