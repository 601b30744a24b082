# class: output
# shape: answer
# verdict: failed
# code: verbatim
"""Answers with a text of nearly a megabyte, which the explanation of the assertion would repeat; it is cut."""

async def answer(n):
    return "y" * 1_000_000
