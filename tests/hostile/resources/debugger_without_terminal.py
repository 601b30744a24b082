# class: resources
# shape: answer
# verdict: failed
# code: judge.breakpoint
"""Starts the debugger and would wait for a person for ever; it is refused, with the line."""

async def answer(n):
    breakpoint()
    return n * 2 + 1
