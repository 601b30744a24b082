"""What holds of every report, whatever a submission wrote: it steers no terminal, no log, no page and no parser."""

import json
from collections.abc import Iterator
from xml.etree import ElementTree

from grader.cli.formats import CLASSROOM, GITHUB, MARKDOWN, TIMELINE_HTML, rendered
from grader.cli.workflow import Workflow
from grader.renderers.json_report import render_json
from grader.renderers.look import Look
from grader.renderers.neutral import is_unsafe
from grader.renderers.terminal import render_terminal
from grader.report import Report

__all__ = ["harms"]

_FORGED = ("app.js", "add-mask", "stop-commands", "set-output", "save-state")
_ELEMENTS = ("<script>alert(1)", "<img src=x")


def harms(report: Report) -> list[str]:
    """Name what the report in any of its formats would do that it should not."""
    return [*_in_terminal(report), *_in_json(report), *_in_formats(report), *_in_workflow(report)]


def _in_terminal(report: Report) -> Iterator[str]:
    for lang in ("en", "zh"):
        shown = render_terminal(report, lang=lang, look=Look())
        yield from (f"terminal: {character!a}" for character in set(shown) if is_unsafe(character))
        yield from (f"terminal: {line!a}" for line in shown.splitlines() if _is_command(line))


def _in_json(report: Report) -> Iterator[str]:
    told = render_json(report, "en")
    yield from (f"json: {character!a}" for character in set(told) if is_unsafe(character))
    yield from (f"json: {line!a}" for line in told.splitlines() if _is_command(line))
    if json.loads(told)["verdict"] != report.verdict:
        yield "json: another verdict"


def _in_formats(report: Report) -> Iterator[str]:
    results = ElementTree.fromstring(rendered("junit", [report], "en", Workflow()))
    if sum(1 for _ in results.iter("testcase")) != len(report.tests):
        yield "junit: another number of tests"
    for format_ in (CLASSROOM, "gradescope", "prairielearn"):
        json.loads(rendered(format_, [report], "en", Workflow()))
    page, text = (rendered(format_, [report], "en", Workflow()) for format_ in (TIMELINE_HTML, MARKDOWN))
    yield from (f"page: {element}" for element in _ELEMENTS if element in page)
    yield from (f"markdown: {character!a}" for character in set(text) if is_unsafe(character))


def _in_workflow(report: Report) -> Iterator[str]:
    """Look for commands that are not ours: a name or a property of one that the submission wrote."""
    for line in rendered(GITHUB, [report], "en", Workflow()).splitlines():
        if _is_command(line):
            command = line.strip().partition("::")[2].partition("::")[0]
            yield from (f"github: {command!a}" for word in _FORGED if word in command)


def _is_command(line: str) -> bool:
    return line.strip().startswith("::") or "##[" in line
