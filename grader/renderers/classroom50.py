"""The result.json of Classroom 50, schema classroom50/result/v1: integers alone, and never without a test."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from grader.renderers.entries import Entry, at_most, entries
from grader.renderers.log_text import log_line
from grader.renderers.payload import ascii_json
from grader.report import Report, Verdict

_SCHEMA = "classroom50/result/v1"
_MOST_TESTS = 100
_NAME_BYTES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Handin:
    """What the runner says of the push that is graded; none of them is empty. The last three are addresses."""

    classroom: str
    assignment: str
    submission: str
    commit: str
    release: str
    review: str


def render_classroom50(reports: Sequence[Report], lang: str, handin: Handin) -> str:
    """Give the file. Scores that nobody can tell are 0: the exit code tells the runner not to count them."""
    rows = [_row(entry) for entry in at_most(_MOST_TESTS, entries(reports, lang), lang)]
    data = {
        "schema": _SCHEMA,
        "classroom": handin.classroom,
        "assignment": handin.assignment,
        "submission": handin.submission,
        "commit": handin.commit,
        "release": handin.release,
        "review": handin.review,
        "datetime": _utc(reports[0].started_at),
        "score": sum(score for _, _, score, _ in rows),
        "max-score": sum(most for *_, most in rows),
        "tests": [
            {"test-name": name, "passed": passed, "score": score, "max-score": most}
            for name, passed, score, most in rows
        ],
    }
    return ascii_json(data, indent=2)


def _row(entry: Entry) -> tuple[str, bool, int, int]:
    test = entry.test
    return log_line(entry.title, _NAME_BYTES), test.verdict is Verdict.PASSED, test.points or 0, test.max_points


def _utc(started_at: str) -> str:
    moment = datetime.datetime.fromisoformat(started_at).astimezone(datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
