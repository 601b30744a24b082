# class: output
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and prints escapes that clear the screen, recolour and retitle it; they are shown, not obeyed."""

async def answer(n):
    print("\x1b[2J\x1b[H\x1b[32mpassed\x1b[0m \x1b]0;pwned\x07 \x9b31m \x1bc \x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\")
    return n * 2 + 1
