# class: outside
# shape: twice
# verdict: failed
# code: verbatim
"""Answers rightly only in the first test of its life, and leaves word in the modules; each test has a new process."""

import sys

import tornado

is_first = not hasattr(tornado, "was_here")
tornado.was_here = sys


async def answer(n):
    return n if is_first else n * 2 + 1
