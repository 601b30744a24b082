"""The results.json of PrairieLearn's external graders. What could not be loaded or judged costs no attempt there."""

from collections.abc import Sequence

from grader.renderers.entries import Entry, at_most, entries
from grader.renderers.log_text import log_line
from grader.renderers.payload import Room, ascii_json, fitting
from grader.renderers.sentences import verdict_name, verdict_sentence
from grader.renderers.story import printed, story
from grader.report import Report, Verdict

_MOST_BYTES = 1_000_000
_NAME_BYTES = 200


def render_prairielearn(reports: Sequence[Report], lang: str) -> str:
    """Give the file, of 1 MB at most; several reports are one question with the tests of all."""
    every = entries(reports, lang)
    return fitting(lambda room: ascii_json(_data(reports, every, room, lang), indent=2), _MOST_BYTES, len(every))


def _data(reports: Sequence[Report], every: Sequence[Entry], room: Room, lang: str) -> dict[str, object]:
    is_gradable = _is_gradable(reports)
    kept = at_most(room.tests, every, lang)
    return {
        "gradable": is_gradable,
        "score": _score(reports) if is_gradable else 0.0,
        "message": "\n".join(verdict_sentence(report, lang) for report in reports),
        "output": "",
        "format_errors": [] if is_gradable else _why_not(kept, room, lang),
        "tests": [_test(entry, room, lang) for entry in kept],
    }


def _why_not(kept: Sequence[Entry], room: Room, lang: str) -> list[str]:
    """Give each reason once: what cannot be loaded is the same for every test."""
    found = (entry for entry in kept if entry.test.verdict is Verdict.INVALID or entry.test.verdict.is_nobodys_fault)
    return list(dict.fromkeys(story(entry, room.detail_bytes, lang) for entry in found))


def _is_gradable(reports: Sequence[Report]) -> bool:
    """Say no where nobody can tell, and where nothing at all could be loaded."""
    verdicts = [report.verdict for report in reports]
    return not any(each.is_nobodys_fault for each in verdicts) and set(verdicts) != {Verdict.INVALID}


def _score(reports: Sequence[Report]) -> float:
    most = sum(report.max_points for report in reports)
    return sum(report.points or 0 for report in reports) / most if most else 0.0


def _test(entry: Entry, room: Room, lang: str) -> dict[str, object]:
    test = entry.test
    return {
        "name": log_line(entry.title, _NAME_BYTES),
        "description": verdict_name(test.verdict, lang),
        "points": test.points or 0,
        "max_points": test.max_points,
        "message": story(entry, room.detail_bytes, lang),
        "output": printed(entry, room.detail_bytes, lang),
    }
