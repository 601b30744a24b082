# class: folder
# shape: twice
# verdict: passed
# code: none
# only: strict
"""Answers honestly and looks for folders of other tests beside its own; where they can be seen, they are gone."""

import contextlib
import os

with contextlib.suppress(OSError):
    others = [name for name in os.listdir("..") if name.startswith("c") and name != os.path.basename(os.getcwd())]
    for name in others:
        with contextlib.suppress(OSError):
            if os.listdir(f"../{name}"):
                print("reached", name)


async def answer(n):
    return n * 2 + 1
