"""The command `hint`."""

from collections.abc import Sequence

from grader.cli.caller import Caller
from grader.cli.output import put
from grader.errors import GraderError
from grader.kata import Hint, Kata
from grader.renderers.hint_page import hints_text
from grader.renderers.terminal import NextStep


def hint_command(caller: Caller, word: str, *, level: int, is_all: bool, occasion: str | None) -> int:
    """Print one hint, or all, and how to see the next. Nothing is remembered between two calls."""
    kata = caller.katas().get(word, caller.cwd)
    hints = applicable(kata, occasion)
    if not hints:
        raise GraderError("cli.hint.none", kata=word)
    if level > len(hints):
        raise GraderError("cli.hint.no-such-level", level=level, count=len(hints))
    shown = list(enumerate(hints, start=1)) if is_all else [(level, hints[level - 1])]
    step = None if is_all else _next(f"{caller.command} hint {word}", occasion, level, len(hints), kata)
    put(hints_text(kata, shown, len(hints), lang=caller.lang, look=caller.look, next_step=step))
    return 0


def applicable(kata: Kata, occasion: str | None) -> Sequence[Hint]:
    """Give the hints for an occasion, a verdict or a test's name; without one, those that help at any time.

    Raises GraderError for an occasion that no hint has.
    """
    hints = kata.spec.hints
    if occasion is None:
        return [hint for hint in hints if hint.when is None] or hints
    found = [hint for hint in hints if hint.when == occasion]
    if not found:
        raise GraderError("cli.hint.no-such-occasion", occasion=occasion, known=occasions(kata) or "-")
    return found


def occasions(kata: Kata) -> list[str]:
    """Give the verdicts and tests that hints are for, in the hints' order."""
    return list(dict.fromkeys(hint.when for hint in kata.spec.hints if hint.when is not None))


def _next(command: str, occasion: str | None, level: int, count: int, kata: Kata) -> NextStep | None:
    if level < count:
        filtered = f" --for {occasion}" if occasion else ""
        return NextStep(code="cli.hint.next", command=f"{command}{filtered} --level {level + 1}")
    others = [name for name in occasions(kata) if name != occasion]
    if occasion is None and others:
        return NextStep(code="cli.hint.more", command=f"{command} --for {others[0]}", values={"known": others})
    return None
