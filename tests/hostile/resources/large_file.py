# class: resources
# shape: answer
# verdict: over-limit
# code: judge.file-too-large
"""Writes a file of up to 64 MB; the kernel stops it at the limit."""

def write():
    with open("large", "wb") as file:
        for _ in range(64):
            file.write(b"x" * 1_000_000)


async def answer(n):
    write()
    return 0
