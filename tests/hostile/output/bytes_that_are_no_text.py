# class: output
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and writes bytes that are no UTF-8 to its output; they are shown as escapes."""

import os


async def answer(n):
    os.write(1, b"\xff\xfe\x00 \xc3( \xed\xa0\x80 \xf4\x90\x80\x80 half: \xe4\xbd")
    return n * 2 + 1
