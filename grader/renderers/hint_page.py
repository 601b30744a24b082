"""Hints of a kata: one, or all of them, from vague to plain."""

from collections.abc import Sequence

from grader.kata import Hint, Kata
from grader.messages import text
from grader.renderers.look import Lines, Look, paragraph, spaced
from grader.renderers.sentences import verdict_name
from grader.renderers.terminal import NextStep, step_lines
from grader.report import Verdict


def hints_text(
    kata: Kata, shown: Sequence[tuple[int, Hint]], total: int, *, lang: str, look: Look, next_step: NextStep | None
) -> str:
    """Give these hints, each with its number out of `total`, and the way to the next."""
    title = paragraph(kata.title(lang), look.width, style="bold")
    hints = [_hint(kata, hint, (number, total), lang, look) for number, hint in shown]
    return look.paint(*spaced([title, *hints, step_lines(next_step, lang, look)]))


def _hint(kata: Kata, hint: Hint, position: tuple[int, int], lang: str, look: Look) -> Lines:
    number, total = position
    head = text("cli.hint.number", lang, number=number, total=total)
    if hint.when is not None:
        head = text("cli.hint.number-when", lang, number=number, total=total, when=_occasion(kata, hint.when, lang))
    return paragraph(head, look.width, style="dim") + paragraph(hint.text.get(lang), look.width)


def _occasion(kata: Kata, when: str, lang: str) -> str:
    if when in list(Verdict):
        return verdict_name(Verdict(when), lang)
    title = kata.spec.tests.get(when)
    return title.get(lang) if title is not None else when
