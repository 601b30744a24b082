# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose text reads backwards by bidi marks, so that it seems to say something else."""

async def answer(n):
    raise ValueError("\u202edessap\u202c \u2066\u2067x\u2069 \u200b\u200e\u200f\ufeff\u2028\u2029")
