# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Writes a file into a folder that is not its own, at a path it was told; it cannot."""

import contextlib
import pathlib


async def answer(n):
    with contextlib.suppress(OSError):
        pathlib.Path("@outside@/left.txt").write_text("x")
    return 0
