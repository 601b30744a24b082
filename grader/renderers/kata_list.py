"""The katas by chapter, with the state of the learner's solution."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from grader.kata import Kata
from grader.messages import text
from grader.mistake import Mistake, SpecError
from grader.renderers.json_text import json_text
from grader.renderers.look import Lines, Look, ink, paragraph, spaced
from grader.renderers.mistakes import mistake_lines
from grader.renderers.wrapping import crop_start, pad, wrap

FORMAT = 1
_LEAST_TITLE_COLUMNS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A kata, and the learner's solution as they would write its path; None where they have none."""

    kata: Kata
    solution: str | None
    is_bundled: bool


def list_text(rows: Sequence[Row], broken: Sequence[SpecError], *, lang: str, look: Look) -> str:
    """Give the table by chapter, then the katas that cannot be loaded."""
    chapters: dict[str, list[Row]] = {}
    for row in rows:
        chapters.setdefault(row.kata.spec.chapter or "", []).append(row)
    columns = _columns(rows, lang, look)
    sections = [
        [*_chapter(chapter, lang), *(line for row in members for line in _row(row, columns, lang, look))]
        for chapter, members in chapters.items()
    ]
    ends = [_broken(error, lang, look) for error in broken] + [_footer(rows, lang, look)]
    return look.paint(*spaced([*sections, *ends]))


def list_json(rows: Sequence[Row], broken: Sequence[SpecError], lang: str) -> str:
    """Give the same as one JSON object."""
    return json_text(
        {
            "format": FORMAT,
            "katas": [_row_data(row, lang) for row in rows],
            "broken": [_broken_data(error, lang) for error in broken],
        }
    )


def _chapter(chapter: str, lang: str) -> Lines:
    title = text("cli.list.chapter", lang, chapter=chapter) if chapter else text("cli.list.no-chapter", lang)
    return [ink("  ", (title, "bold"))]


def _row(row: Row, columns: "_Columns", lang: str, look: Look) -> Lines:
    name = ink("    ", (pad(row.kata.name, columns.name), "cyan"), "  ")
    title, facts = row.kata.title(lang), _facts(row, lang, look)
    pack = (
        [] if row.is_bundled else [ink("      ", (crop_start(row.kata.pack, look.width - 6, look.glyph("cut")), "dim"))]
    )
    if columns.fit(look):
        return [name + ink(pad(title, columns.title), "  ", (facts, "dim")), *pack]
    room = look.width - name.cell_len
    if room < _LEAST_TITLE_COLUMNS:
        return [
            name,
            *paragraph(title, look.width, indent=6),
            *paragraph(facts, look.width, indent=6, style="dim"),
            *pack,
        ]
    first, *rest = wrap(title, room)
    more = [ink(" " * name.cell_len, line) for line in rest]
    return [name + ink(first), *more, *paragraph(facts, look.width, indent=name.cell_len, style="dim"), *pack]


def _facts(row: Row, lang: str, look: Look) -> str:
    points = text("cli.list.points", lang, points=row.kata.spec.points)
    state = text("cli.list.started", lang) if row.solution is not None else ""
    return "  ".join(filter(None, [_difficulty(row.kata.spec.difficulty, look), points, state]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """How wide the widest name, title and facts are."""

    name: int
    title: int
    facts: int

    def fit(self, look: Look) -> bool:
        return 4 + self.name + 2 + self.title + 2 + self.facts <= look.width


def _columns(rows: Sequence[Row], lang: str, look: Look) -> _Columns:
    return _Columns(
        name=max((cell_len(row.kata.name) for row in rows), default=0),
        title=max((cell_len(row.kata.title(lang)) for row in rows), default=0),
        facts=max((cell_len(_facts(row, lang, look)) for row in rows), default=0),
    )


def _difficulty(difficulty: int, look: Look) -> str:
    full, empty = ("*", ".") if look.plain else ("●", "○")
    return full * difficulty + empty * (5 - difficulty)


def _broken(error: SpecError, lang: str, look: Look) -> Lines:
    head = paragraph(text(error.code, lang, **error.values), look.width, style="red")
    return head + [line for mistake in mistake_lines(error, lang) for line in paragraph(mistake, look.width)]


def _footer(rows: Sequence[Row], lang: str, look: Look) -> Lines:
    if not rows:
        return paragraph(text("cli.list.none", lang), look.width)
    started = sum(row.solution is not None for row in rows)
    points = sum(row.kata.spec.points for row in rows)
    counted = text("cli.list.sum", lang, katas=len(rows), points=points, started=started, dot=look.glyph("dot"))
    return paragraph(counted, look.width, style="dim")


def _row_data(row: Row, lang: str) -> dict[str, object]:
    spec = row.kata.spec
    return {
        "name": row.kata.name,
        "title": row.kata.title(lang),
        "chapter": spec.chapter,
        "difficulty": spec.difficulty,
        "points": spec.points,
        "tags": list(spec.tags),
        "after": list(spec.after),
        "pack": row.kata.pack,
        "solution": row.solution,
    }


def _broken_data(error: SpecError, lang: str) -> dict[str, object]:
    return {"name": error.folder.name, "mistakes": [_mistake_data(mistake, lang) for mistake in error.mistakes]}


def _mistake_data(mistake: Mistake, lang: str) -> dict[str, object]:
    return {
        "file": str(mistake.file),
        "line": mistake.line,
        "column": mistake.column,
        "code": mistake.code,
        "message": text(mistake.code, lang, **mistake.values),
    }
