# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception with the escapes that fill a terminal's clipboard and query it; none of them gets there."""

async def answer(n):
    raise ValueError("\x1b]52;c;cm0gLXJmIH4K\x07 \x1b[6n \x1bP+q544e\x1b\\ \x1b[c \x05")
