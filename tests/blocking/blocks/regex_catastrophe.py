# shape: call
# cause: cpu
"""Matches a pattern that tries all ways to split the text, in C, with the interpreter lock held."""

import re


async def f():
    return re.match(r"(a+)+$", "a" * 23 + "b")  # BLAME
