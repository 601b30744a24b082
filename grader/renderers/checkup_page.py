"""The doctor's findings: for people as a table by section, for programs as JSON."""

from collections.abc import Sequence

from rich.cells import cell_len

from grader.doctor import Check, Checkup, Section, State
from grader.messages import find, text
from grader.renderers.json_text import json_text
from grader.renderers.look import Lines, Look, ink, paragraph, spaced
from grader.renderers.sentences import say
from grader.renderers.wrapping import crop, pad

FORMAT = 1


def checkup_text(checkup: Checkup, *, lang: str, look: Look) -> str:
    """Give a row for each check; below a lack stand what it means and the command that ends it."""
    names = max(cell_len(_name(check, lang)) for check in checkup.checks)
    states = max(cell_len(text(f"doctor.{state}", lang)) for state in State)
    sections = [_section(section, checkup.checks, (names, states), lang, look) for section in Section]
    is_able = checkup.can_grade
    verdict = text("doctor.can-grade" if is_able else "doctor.cannot-grade", lang)
    return look.paint(*spaced([*sections, paragraph(verdict, look.width, style="green" if is_able else "red")]))


def checkup_json(checkup: Checkup, lang: str) -> str:
    """Give the same as one JSON object."""
    checks = [_data(check, lang) for check in checkup.checks]
    return json_text({"format": FORMAT, "can_grade": checkup.can_grade, "checks": checks})


def _section(section: Section, checks: Sequence[Check], columns: tuple[int, int], lang: str, look: Look) -> Lines:
    rows = [line for check in checks if check.section is section for line in _check(check, columns, lang, look)]
    return [ink("  ", (text(f"doctor.{section}", lang), "bold")), *rows]


def _check(check: Check, columns: tuple[int, int], lang: str, look: Look) -> Lines:
    names, states = columns
    style = {State.USED: "green", State.MISSING: "yellow", State.FATAL: "red"}[check.state]
    state = pad(text(f"doctor.{check.state}", lang), states)
    room = look.width - 4 - names - states - 4
    found = crop(check.found, max(room, 0), look.glyph("cut")) if room > 0 else ""
    lines = [ink("    ", pad(_name(check, lang), names), "  ", (state, style), "  ", (found, "dim"))]
    if check.meaning is not None:
        lines += paragraph(say(check.meaning, lang), look.width, indent=6)
    # On a line of its own and never wrapped: it is there to be copied.
    return [*lines, ink("          ", (check.command, "cyan"))] if check.command else lines


def _name(check: Check, lang: str) -> str:
    return find(f"doctor.name.{check.name}", lang) or check.name


def _data(check: Check, lang: str) -> dict[str, object]:
    return {
        "section": str(check.section),
        "name": check.name,
        "title": _name(check, lang),
        "state": str(check.state),
        "found": check.found,
        "meaning": None if check.meaning is None else say(check.meaning, lang),
        "command": check.command,
    }
