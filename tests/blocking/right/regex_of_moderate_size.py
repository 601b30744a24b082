# shape: call
# spends: cpu
"""Matches a pattern that tries all ways to split a short text, for some 15 ms."""

import re


async def f():
    return bool(re.match(r"(a+)+$", "a" * 19 + "b"))
