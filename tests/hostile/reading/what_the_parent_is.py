# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Asks /proc for its parent's folder, program and root; of a process that is not dumpable nobody is told."""

import os


async def answer(n):
    for name in ("cwd", "exe", "root"):
        try:
            print("reached", os.readlink(f"/proc/{os.getppid()}/{name}"))
        except OSError as error:
            print(name, type(error).__name__)
    return 0
