# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Lets a regular expression try 2**40 ways; C code is ended as well."""

import re


async def answer(n):
    return re.match(r"(a+)+$", "a" * 40 + "b")
