# class: reading
# shape: secret
# verdict: failed
# code: verbatim
# only: strict
"""Opens what another learner has handed in, at its path; each candidate sees its own files alone."""

import pathlib
import re

PATTERN = re.compile(r"secret-of-the-\w+-[0-9a-f]{32}")
FOUND = ""
try:
    FOUND = PATTERN.search(pathlib.Path("@neighbour@").read_text()).group()
except OSError as error:
    print(type(error).__name__)


async def answer():
    return FOUND
