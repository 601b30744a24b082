# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Computes for ever on the loop; it is ended when the test's time is over, and the line is named."""

async def answer(n):
    while True:
        n += 1
