"""The report as JSON, format 1: the contract that other programs read. Fields may be added, never renamed."""

from collections.abc import Sequence
from dataclasses import asdict

from grader.renderers.json_text import json_text
from grader.renderers.sentences import block_advice, choose, say
from grader.report import Block, Report, TestResult

FORMAT = 1


def render_json(report: Report, lang: str) -> str:
    """Give one report; titles and sentences are in `lang`."""
    return json_text({"format": FORMAT, **report_data(report, lang)})


def render_json_summary(reports: Sequence[Report], lang: str) -> str:
    """Give several reports in one object."""
    return json_text({"format": FORMAT, "reports": [report_data(report, lang) for report in reports]})


def report_data(report: Report, lang: str) -> dict[str, object]:
    """Give the report as plain data, the keys in the order of the contract."""
    return {
        "kata": report.kata,
        "kata_digest": report.kata_digest,
        "title": choose(report.title, lang),
        "submission": {"path": report.submission.path, "sha256": report.submission.sha256},
        "verdict": str(report.verdict),
        "points": report.points,
        "max_points": report.max_points,
        "tests": [_test(test, lang) for test in report.tests],
        "blocks": [_block(block, lang) for block in report.blocks],
        "loop": asdict(report.loop),
        "measurement": asdict(report.measurement),
        "isolation": asdict(report.isolation),
        "environment": asdict(report.environment),
        "started_at": report.started_at,
        "duration_s": report.duration_s,
    }


def _test(test: TestResult, lang: str) -> dict[str, object]:
    return {
        "name": test.name,
        "title": choose(test.title, lang),
        "verdict": str(test.verdict),
        "points": test.points,
        "max_points": test.max_points,
        "duration_s": test.duration_s,
        "message": None if test.message is None else say(test.message, lang),
        "output": test.output,
        "line": test.line,
        "blocks": [_block(block, lang) for block in test.blocks],
    }


def _block(block: Block, lang: str) -> dict[str, object]:
    advice = block_advice(block, lang)
    return {
        "test": block.test,
        "start_s": block.start_s,
        "duration_s": block.duration_s,
        "limit_s": block.limit_s,
        "cause": str(block.cause),
        "call": block.call,
        "path": block.path,
        "line": block.line,
        "function": block.function,
        "thread": block.thread,
        "why": advice.why,
        "instead": advice.instead,
        "setup": advice.setup,
        "example": advice.example,
        "link": advice.link,
    }
