# class: output
# shape: answer
# verdict: failed
# code: verbatim
"""Answers with half characters; a text that JSON cannot hold travels all the same, and is wrong."""

async def answer(n):
    return "\ud800" * 100
