# class: resources
# shape: answer
# verdict: crashed
# code: judge.signal
"""Reads from address 0; the kernel ends the process, and the next test has one of its own."""

import ctypes


async def answer(n):
    ctypes.string_at(0)
