"""A scenario: a submission, the hidden test that it meets, and what the report has to say."""

from dataclasses import dataclass
from textwrap import dedent
from typing import Any

CALL_TEST = """
import asyncio, pytest

async def test_it(submission, clock):
    got = await submission.f()
    assert (got, clock.time()) == ({got}, {total_s})
"""

Block = tuple[float, float, str, str | None, int | None]
"""Start and length in seconds of virtual time, cause, call, line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`blocks` is None where the length of a block is real, so that it differs from run to run."""

    submission: str
    hidden: str
    verdict: str = "passed"
    blocks: tuple[Block, ...] | None = ()
    provides: str = "f"
    line: int | None = None
    code: str | None = None
    limits: str = ""


def call(source: str, got: object, total_s: float, **more: Any) -> Scenario:
    """Call `f()` once: what it gives, and the time that it took."""
    return Scenario(submission=dedent(source), hidden=CALL_TEST.format(got=repr(got), total_s=total_s), **more)
