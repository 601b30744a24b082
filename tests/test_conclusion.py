"""From several attempts at one test to the one that stands for all."""

import pytest

from grader.judge.conclusion import Attempt, settle
from grader.judge.job import ATTEMPTS_LIMIT
from grader.report import Message, Verdict


def attempt(kind: str) -> Attempt:
    """Make an attempt: a verdict, or "close" for one that was blocked, but only just."""
    close = kind == "close"
    verdict = Verdict.BLOCKED if close else Verdict(kind)
    message = Message(code="judge.inconclusive") if verdict is Verdict.INCONCLUSIVE else None
    return Attempt(verdict=verdict, message=message, line=None, blocks=(), output="", close=close)


@pytest.mark.parametrize(
    ("attempts", "settled"),
    [
        ("passed", "passed"),
        ("failed", "failed"),
        ("blocked", "blocked"),
        ("crashed", "crashed"),
        ("grader-error", "grader-error"),
        ("close", None),
        ("close close", "blocked"),
        ("close passed", None),
        ("close passed passed", "passed"),
        ("close passed close", "blocked"),
        ("close blocked", "blocked"),
        ("close failed", "failed"),
        ("inconclusive", None),
        ("inconclusive passed", "passed"),
        ("inconclusive close", None),
        ("inconclusive inconclusive inconclusive inconclusive", "inconclusive"),
        ("inconclusive inconclusive inconclusive passed", "passed"),
        ("close inconclusive inconclusive inconclusive", "inconclusive"),
        ("close passed inconclusive inconclusive", "inconclusive"),
        ("inconclusive inconclusive inconclusive close", "inconclusive"),
    ],
)
def test_the_attempts_vote(attempts: str, settled: str | None) -> None:
    found = settle([attempt(kind) for kind in attempts.split()])
    assert (found and found.verdict) == settled


def test_when_all_attempts_are_used_up_nobody_is_blamed() -> None:
    nobody = settle([attempt("inconclusive")] * (ATTEMPTS_LIMIT - 1) + [attempt("close")])
    assert nobody is not None
    assert (nobody.verdict, nobody.message, nobody.close) == (
        Verdict.INCONCLUSIVE,
        Message(code="judge.inconclusive"),
        False,
    )
