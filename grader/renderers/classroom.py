"""The payload of GitHub Classroom's autograding reporter, version 1, which its actions and their heirs read.

The reporter prints names and messages raw, and decides red or green by `status` alone. A message is shown only where a
test's status is error, and then without the test's name.
"""

import base64
from collections.abc import Sequence

from grader.messages import text
from grader.renderers.entries import Entry, at_most, entries, verdict_of
from grader.renderers.log_text import log_line
from grader.renderers.outcome import Outcome, outcome
from grader.renderers.payload import Room, ascii_json, fitting, number
from grader.renderers.sentences import points_text, verdict_name
from grader.renderers.story import spots, story
from grader.report import Report, Verdict

# In base64 this stays below the 131,058 characters that fit into one variable of the reporter's step.
_MOST_BYTES = 90 * 1024
_NAME_BYTES = 200
_PATH_BYTES = 300


def render_classroom(reports: Sequence[Report], lang: str) -> str:
    """Give the payload as one line of JSON, of 90 KiB at most; several reports are one payload."""
    every = entries(reports, lang)
    return fitting(lambda room: ascii_json(_data(reports, every, room, lang)), _MOST_BYTES, len(every))


def classroom_outputs(reports: Sequence[Report], lang: str) -> str:
    """Give the lines for $GITHUB_OUTPUT: the payload in base64 as `result`, then the verdict and the points."""
    payload = render_classroom(reports, lang).rstrip("\n")
    points = [report.points for report in reports]
    lines = {
        "result": base64.b64encode(payload.encode("ascii")).decode("ascii"),
        "verdict": str(verdict_of(reports)),
        "points": "" if None in points else str(sum(each or 0 for each in points)),
        "max-points": str(sum(report.max_points for report in reports)),
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())


def _data(reports: Sequence[Report], every: Sequence[Entry], room: Room, lang: str) -> dict[str, object]:
    return {
        "version": 1,
        "status": str(outcome(verdict_of(reports))),
        "max_score": sum(entry.test.max_points for entry in every),
        "tests": [_test(entry, room, lang) for entry in at_most(room.tests, every, lang)],
    }


def _test(entry: Entry, room: Room, lang: str) -> dict[str, object]:
    test = entry.test
    status = outcome(test.verdict)
    name = _name(entry, lang)
    told = story(entry, room.detail_bytes, lang)
    return {
        "name": name,
        "status": str(status),
        "score": test.points or 0,
        "line_no": _line(entry),
        "test_code": "",
        "filename": log_line(entry.report.submission.path, _PATH_BYTES),
        "message": f"{name} ({points_text(test.points, test.max_points)})\n{told}" if status is Outcome.ERROR else told,
        "duration": number(test.duration_s),
    }


def _name(entry: Entry, lang: str) -> str:
    title = log_line(entry.title, _NAME_BYTES)
    if entry.test.verdict is Verdict.PASSED:
        return title
    return text("terminal.title-of-missed", lang, title=title, verdict=verdict_name(entry.test.verdict, lang))


def _line(entry: Entry) -> int:
    """Give the line to look at, in the file that is named beside it; 0 is the reporter's word for none."""
    test, path = entry.test, entry.report.submission.path
    held = [spot.worst.line for spot in spots(entry) if spot.worst.path in (None, path)]
    return next((line for line in (test.line, *held) if line and test.verdict is not Verdict.PASSED), 0)
