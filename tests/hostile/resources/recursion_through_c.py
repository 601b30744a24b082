# class: resources
# shape: answer
# verdict: crashed | failed
# code: judge.signal | judge.raised-at
"""Lifts the limit and recurses through C code until the stack is over; from Python 3.12 on that is an exception."""

import sys

sys.setrecursionlimit(1_000_000)


def deeper(n):
    return list(map(deeper, [n]))


async def answer(n):
    return deeper(n)
