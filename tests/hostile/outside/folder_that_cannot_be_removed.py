# class: outside
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and leaves a tree without any rights, with odd names and very deep; it is removed all the same."""

import os

for name in ("-rf", "a\nb", "\x1b[2J", "*", "x" * 255):
    os.mkdir(name)
for _ in range(30):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
os.mkdir("shut")
os.close(os.open("shut/file", os.O_CREAT | os.O_WRONLY, 0))
os.chmod("shut", 0)
os.chmod(".", 0)


async def answer(n):
    return n * 2 + 1
