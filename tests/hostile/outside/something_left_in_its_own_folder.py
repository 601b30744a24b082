# class: outside
# shape: twice
# verdict: passed
# code: none
"""Answers honestly and leaves a file in its folder, and says so where it finds it again; each test has a new folder."""

import os

if os.path.exists("left"):
    print("reached what the last test left")
open("left", "w").close()


async def answer(n):
    return n * 2 + 1
