# class: outside
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves links that lead to a folder of others; when its folder is removed, that one stays."""

import os

os.symlink("@outside@", "outside")
os.symlink("@kata@", "kata")
os.symlink("loop", "loop")


async def answer(n):
    return n * 2 + 1
