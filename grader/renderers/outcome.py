"""The three words that other programs have for our nine verdicts."""

import enum

from grader.report import Verdict


class Outcome(enum.StrEnum):
    """A closed set: the reporter of classrooms shows any other word in green."""

    PASS = "pass"  # noqa: S105 -- a word for a verdict, no secret
    FAIL = "fail"
    ERROR = "error"


def outcome(verdict: Verdict) -> Outcome:
    """Say pass, fail for what a test found, or error for what kept it from finding anything."""
    match verdict:
        case Verdict.PASSED:
            return Outcome.PASS
        case Verdict.FAILED | Verdict.BLOCKED:
            return Outcome.FAIL
        case _:
            return Outcome.ERROR
