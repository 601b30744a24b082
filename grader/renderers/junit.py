"""JUnit XML, which GitLab, Jenkins and most other CI read: a suite per kata, a case per test.

GitLab shows the text inside an element, not its attribute, so the story stands there.
"""

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from grader.messages import text
from grader.renderers.entries import Entry, at_most, entries
from grader.renderers.log_text import log_line
from grader.renderers.outcome import Outcome, outcome
from grader.renderers.payload import Room, fitting, number
from grader.renderers.sentences import points_text, verdict_name
from grader.renderers.story import printed, story
from grader.report import Report

_MOST_BYTES = 1_000_000
_NAME_BYTES = 200
_PATH_BYTES = 300
_ELEMENTS = {Outcome.FAIL: "failure", Outcome.ERROR: "error"}


def render_junit(reports: Sequence[Report], lang: str) -> str:
    """Give the document; it ends with a newline."""
    every = entries(reports, lang)
    return fitting(lambda room: _document(every, room, lang), _MOST_BYTES, len(every))


def _document(every: Sequence[Entry], room: Room, lang: str) -> str:
    kept = at_most(room.tests, every, lang)
    root = ET.Element("testsuites", _counts(kept))
    # By report, not by name: two katas of one name, from two packs, are two suites.
    for _, group in groupby(kept, key=lambda entry: id(entry.report)):
        root.append(_suite(list(group), room, lang))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(group: Sequence[Entry], room: Room, lang: str) -> ET.Element:
    report = group[0].report
    about = {"name": log_line(report.kata, _NAME_BYTES), "timestamp": log_line(report.started_at, _NAME_BYTES)}
    suite = ET.Element("testsuite", {**about, **_counts(group)})
    properties = ET.SubElement(suite, "properties")
    values = {
        "verdict": str(report.verdict),
        "points": points_text(report.points, report.max_points),
        "kata_digest": report.kata_digest,
    }
    for name, value in values.items():
        ET.SubElement(properties, "property", {"name": name, "value": log_line(value, _NAME_BYTES)})
    suite.extend(_case(entry, room, lang) for entry in group)
    return suite


def _case(entry: Entry, room: Room, lang: str) -> ET.Element:
    test = entry.test
    place = {"file": log_line(entry.report.submission.path, _PATH_BYTES)}
    if test.line is not None:
        place["line"] = str(test.line)
    case = ET.Element(
        "testcase",
        {
            "classname": log_line(entry.report.kata, _NAME_BYTES),
            "name": log_line(entry.title, _NAME_BYTES),
            "time": str(number(test.duration_s)),
            **place,
        },
    )
    element = _ELEMENTS.get(outcome(test.verdict))
    if element is not None:
        name = text(
            "formats.verdict-and-points",
            lang,
            verdict=verdict_name(test.verdict, lang),
            points=points_text(test.points, test.max_points),
        )
        problem = ET.SubElement(case, element, {"type": str(test.verdict), "message": name})
        problem.text = story(entry, room.detail_bytes, lang)
    said = printed(entry, room.detail_bytes, lang)
    if said:
        ET.SubElement(case, "system-out").text = said
    return case


def _counts(every: Sequence[Entry]) -> dict[str, str]:
    found = [outcome(entry.test.verdict) for entry in every]
    return {
        "tests": str(len(found)),
        "failures": str(found.count(Outcome.FAIL)),
        "errors": str(found.count(Outcome.ERROR)),
        "skipped": "0",
        "time": str(number(sum(entry.test.duration_s for entry in every))),
    }
