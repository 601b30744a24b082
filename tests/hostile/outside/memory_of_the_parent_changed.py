# class: outside
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Writes an expected value of its own into its parent's memory; a right of the same user that is taken away here."""

import os
import re

PATTERN = re.compile(rb"secret-of-the-(?:\w+)-[0-9a-f]{32}")
FORGED = b"secret-of-the-test-" + b"0" * 32


def change(pid):
    with open(f"/proc/{pid}/maps") as maps:
        areas = [line.split() for line in maps if " rw-p " in line]
    with open(f"/proc/{pid}/mem", "r+b", 0) as memory:
        for area in areas[:2000]:
            start, end = (int(each, 16) for each in area[0].split("-"))
            if end - start > 1 << 28:
                continue
            try:
                memory.seek(start)
                for found in PATTERN.finditer(memory.read(end - start)):
                    if len(found.group()) == len(FORGED):
                        memory.seek(start + found.start())
                        memory.write(FORGED)
            except (OSError, ValueError, OverflowError):
                continue


try:
    change(os.getppid())
except OSError as error:
    print(type(error).__name__)


async def answer():
    return FORGED.decode()
