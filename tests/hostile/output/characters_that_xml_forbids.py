# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception with characters that no XML file may hold, so that a result file would be broken."""

async def answer(n):
    raise ValueError("\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\x85\ufffe\uffff]]>&<!--")
