"""The results.json of Gradescope. Where nobody can tell there is no score in it, so that it asks for another run."""

from collections.abc import Sequence

from grader.messages import text
from grader.renderers.entries import Entry, at_most, entries, verdict_of
from grader.renderers.log_text import log_line
from grader.renderers.payload import Room, ascii_json, fitting, number
from grader.renderers.sentences import points_text, verdict_name, verdict_sentence
from grader.renderers.story import printed, story
from grader.report import Report, Verdict

_MOST_BYTES = 1_000_000
_NAME_BYTES = 200
_MS_PER_S = 1000


def render_gradescope(reports: Sequence[Report], lang: str) -> str:
    """Give the file; several reports are one submission with the tests of all."""
    every = entries(reports, lang)
    return fitting(lambda room: ascii_json(_data(reports, every, room, lang), indent=2), _MOST_BYTES, len(every))


def _data(reports: Sequence[Report], every: Sequence[Entry], room: Room, lang: str) -> dict[str, object]:
    is_known = all(report.points is not None for report in reports)
    score = {"score": sum(report.points or 0 for report in reports)} if is_known else {}
    rows = at_most(room.tests, every, lang)
    return {
        **score,
        "execution_time": number(sum(report.duration_s for report in reports)),
        "output": "\n".join(_sentence(report, lang) for report in reports),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(entry, place, room, lang, is_known=is_known) for place, entry in enumerate(rows, 1)],
        "leaderboard": _leaderboard(reports, lang),
    }


def _test(entry: Entry, place: int, room: Room, lang: str, *, is_known: bool) -> dict[str, object]:
    test = entry.test
    # Without a score of its own the whole would be the sum of the tests: where it is unknown, none of them has one.
    score = {"score": test.points or 0, "max_score": test.max_points} if is_known else {}
    return {
        **score,
        "status": "passed" if test.verdict is Verdict.PASSED else "failed",
        "name": log_line(entry.title, _NAME_BYTES),
        "number": str(place),
        "output": _output(entry, room, lang),
        "output_format": "text",
        "tags": [str(test.verdict)],
        "visibility": "visible",
    }


def _output(entry: Entry, room: Room, lang: str) -> str:
    told, said = story(entry, room.detail_bytes, lang), printed(entry, room.detail_bytes, lang)
    return "\n\n".join(filter(None, [told, f"{text('terminal.printed', lang)}\n{said}" if said else ""]))


def _sentence(report: Report, lang: str) -> str:
    return text(
        "formats.conclusion",
        lang,
        kata=log_line(report.kata, _NAME_BYTES),
        verdict=verdict_name(report.verdict, lang),
        points=points_text(report.points, report.max_points),
        sentence=verdict_sentence(report, lang),
    )


def _leaderboard(reports: Sequence[Report], lang: str) -> list[dict[str, object]]:
    """Rank passes by their longest block; who was never loaded would else be the quickest of all."""
    if verdict_of(reports) is not Verdict.PASSED:
        return []
    longest_ms = number(max(report.loop.longest_block_s for report in reports) * _MS_PER_S)
    return [{"name": text("formats.longest-block", lang), "value": longest_ms, "order": "asc"}]
