"""One kata as the learner reads it: the task, what to define, the limits, what is tested, the next command."""

import msgspec
from rich.padding import Padding
from rich.text import Text

from grader.kata import Kata, Limits
from grader.messages import text
from grader.renderers.json_text import json_text
from grader.renderers.look import Lines, Look, ink, paragraph, spaced
from grader.renderers.neutral import neutral
from grader.renderers.prose import prose
from grader.renderers.terminal import NextStep, step_lines
from grader.renderers.wrapping import wrap

FORMAT = 1


def page_text(kata: Kata, *, lang: str, look: Look, next_step: NextStep) -> str:
    """Give the page."""
    facts = spaced(
        [
            _labelled(text("cli.show.provides", lang), ", ".join(kata.spec.provides), look),
            _labelled(text("cli.show.limits", lang), _limits(kata.spec.limits, lang), look),
            _tests(kata, lang, look),
            step_lines(next_step, lang, look),
        ]
    )
    return look.paint(*_head(kata, lang, look), Text(), _task(kata.task(lang), look), Text(), *facts)


def page_json(kata: Kata, lang: str) -> str:
    """Give the same as one JSON object."""
    spec = kata.spec
    return json_text(
        {
            "format": FORMAT,
            "name": kata.name,
            "title": kata.title(lang),
            "chapter": spec.chapter,
            "difficulty": spec.difficulty,
            "points": spec.points,
            "task": kata.task(lang),
            "provides": list(spec.provides),
            "packages": list(spec.packages),
            "clock": spec.clock.value,
            "limits": msgspec.to_builtins(spec.limits),
            "tests": [{"name": name, "title": title.get(lang)} for name, title in spec.tests.items()],
            "hints": len(spec.hints),
            "references": list(spec.references),
            "pack": kata.pack,
        }
    )


def _head(kata: Kata, lang: str, look: Look) -> Lines:
    spec = kata.spec
    facts = [
        kata.name,
        text("cli.list.chapter", lang, chapter=spec.chapter) if spec.chapter else "",
        text("cli.show.difficulty", lang, difficulty=spec.difficulty),
        text("cli.list.points", lang, points=spec.points),
    ]
    dot = f" {look.glyph('dot')} "
    title = paragraph(kata.title(lang), look.width, style="bold")
    return [*title, *paragraph(dot.join(filter(None, facts)), look.width, style="dim")]


def _task(task: str, look: Look) -> Padding | Text:
    # Plain text keeps the author's Markdown as it is: it is made to be read so, and needs no boxes.
    if look.plain:
        lines = [f"  {line}".rstrip() for line in wrap(neutral(_without_title(task)), look.width - 2)]
        return Text("\n".join(lines))
    return Padding(prose(_without_title(task)), (0, 0, 0, 2))


def _without_title(task: str) -> str:
    """Leave out a leading heading: the page has the title already."""
    first, _, rest = task.strip().partition("\n")
    return rest.strip() if first.startswith("# ") else task.strip()


def _labelled(label: str, value: str, look: Look) -> Lines:
    return [ink("  ", (label, "bold")), *paragraph(value, look.width, indent=4)]


def _limits(limits: Limits, lang: str) -> str:
    return text(
        "cli.show.limits-of",
        lang,
        block=f"{limits.block_ms:g} ms",
        test=f"{limits.test_s:g} s",
        memory_mb=limits.memory_mb,
    )


def _tests(kata: Kata, lang: str, look: Look) -> Lines:
    titles = [title.get(lang) for title in kata.spec.tests.values()]
    rows = [_item(wrap(neutral(title), look.width - 6), look) for title in titles]
    return [ink("  ", (text("cli.show.tests", lang), "bold")), *(line for row in rows for line in row)] if rows else []


def _item(lines: list[str], look: Look) -> Lines:
    first, *rest = lines
    return [ink("    ", (look.glyph("dot"), "dim"), " ", first), *(ink("      ", line) for line in rest)]
