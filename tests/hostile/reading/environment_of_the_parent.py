# class: reading
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Reads its parent's variables in /proc; the parent is a keeper that shows nothing."""

import os
import pathlib
import re

PATTERN = re.compile(r"secret-of-the-\w+-[0-9a-f]{32}")
FOUND = None
try:
    FOUND = PATTERN.search(pathlib.Path(f"/proc/{os.getppid()}/environ").read_bytes().decode(errors="replace"))
except OSError as error:
    print(type(error).__name__)


async def answer():
    return FOUND.group() if FOUND else "nothing"
