# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises and prints half characters, which no encoding takes; they are shown as escapes."""

async def answer(n):
    print("\ud800 \udfff")
    raise ValueError("\ud800 \udcff \udfff")
