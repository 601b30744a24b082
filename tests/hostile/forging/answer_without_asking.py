# class: forging
# shape: fetch
# verdict: failed
# code: verbatim
"""Makes up the answer instead of asking the server; the server's answer is a new one in each test."""

async def answer(url):
    return b"secret"
