# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Computes for ever and catches whatever would stop it; SIGKILL cannot be caught."""

async def answer(n):
    while True:
        try:
            while True:
                n += 1
        except BaseException:
            continue
