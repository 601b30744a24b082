# class: output
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and defines names with NUL and line ends in them; they travel as any other name."""

globals()["na\0me"] = 1
globals()["na\nme\x1b[2J"] = 2
globals()["na\ud800me"] = 3


async def answer(n):
    return n * 2 + 1
