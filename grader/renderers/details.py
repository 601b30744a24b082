"""How much of a failure is told: a report in, a report out, so that it holds for every format alike."""

import enum
from dataclasses import replace

from grader.messages import VERBATIM
from grader.report import Loop, Message, Report, TestResult, Verdict


class Details(enum.StrEnum):
    """The three levels.

    `full`: the assertion with its values. `actual-only`: what the submission did, printed and raised, and never what
    the test expects. `none`: the verdict alone.
    """

    FULL = "full"
    ACTUAL_ONLY = "actual-only"
    NONE = "none"


def limited(report: Report, details: Details) -> Report:
    """Give the report with no more than these details; its verdict and points stay."""
    match details:
        case Details.FULL:
            return report
        case Details.ACTUAL_ONLY:
            return replace(report, tests=tuple(map(_actual_only, report.tests)))
        case Details.NONE:
            return replace(report, tests=tuple(map(_verdict_alone, report.tests)), loop=Loop())


def _actual_only(test: TestResult) -> TestResult:
    if test.message is None:
        return test
    # An assertion's words hold both sides, and a broken kata's message may quote its hidden tests. All others tell
    # what the submission did.
    if test.verdict is Verdict.GRADER_ERROR:
        return replace(test, message=Message(code="formats.fault-kept-back"))
    if test.message.code == VERBATIM:
        return replace(test, message=Message(code="formats.expectation-kept-back"))
    return test


def _verdict_alone(test: TestResult) -> TestResult:
    return replace(test, message=None, output="", line=None, blocks=())
