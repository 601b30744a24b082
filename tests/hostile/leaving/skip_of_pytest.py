# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Skips the test as pytest would do it; an outcome of pytest that comes from the submission is only an exception."""

try:
    from pytest import skip
except (ImportError, OSError):  # not there, or not to be read

    class Skipped(BaseException): ...

    Skipped.__module__ = "_pytest.outcomes"

    def skip(reason):
        raise Skipped(reason)


async def answer(n):
    skip("not today")
