"""What held event loops in somebody's tests, as plain lines for pytest: one test's failure, and the summary of all."""

import linecache
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import report
from grader.advice import public_name
from grader.instruments.rule import Certainty
from grader.instruments.watch import Block
from grader.messages import text
from grader.renderers.quantity import seconds
from grader.renderers.sentences import block_advice, cause_sentence

_MOST_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTest:
    """What was held in one phase of a test; `name` is pytest's for it."""

    name: str
    blocks: tuple[Block, ...]


def failure(blocks: Sequence[Block], shown_from: Path, lang: str) -> str:
    """Explain why a test fails: its worst places, with their line, their cause, and what to write instead."""
    spots = _spots(blocks)
    worst = spots[0][0]
    # The first line is all that pytest's own summary shows of it.
    times = {"held": seconds(worst.duration_s), "limit": seconds(worst.limit_s)}
    lines = [text("block-limit.failure", lang, place=_place(worst, shown_from, lang), **times)]
    told: set[str] = set()
    for spot in spots[:_MOST_PLACES]:
        if spot is not spots[0]:
            lines += ["", _place(spot[0], shown_from, lang)]
        lines += _spot(spot, lang)
        advice = block_advice(_reported(spot[0]), lang)
        if advice.why not in told:
            lines += [advice.why, advice.instead, *(f"    {line}" for line in advice.example.splitlines())]
        told.add(advice.why)
    if len(spots) > _MOST_PLACES:
        lines += ["", text("terminal.more-places", lang, count=len(spots) - _MOST_PLACES)]
    return "\n".join(lines)


def summary(tests: Sequence[HeldTest], shown_from: Path, lang: str) -> Iterator[str]:
    """List all that was held, test by test, and say at the end why some of it fails nothing."""
    names = list(dict.fromkeys(test.name for test in tests))
    for name in names:
        yield name
        for spot in _spots([block for test in tests if test.name == name for block in test.blocks]):
            yield _row(spot, shown_from, lang)
    certainties = {block.certainty for test in tests for block in test.blocks}
    for doubt in (Certainty.CLOSE, Certainty.UNSURE):
        if doubt in certainties:
            yield text(f"block-limit.{doubt.value}", lang)


def _spots(blocks: Sequence[Block]) -> list[list[Block]]:
    """Group what is of one kind and one place, the longest first."""
    found: dict[object, list[Block]] = {}
    for block in sorted(blocks, key=lambda block: -block.duration_s):
        found.setdefault((block.path, block.line, block.call, block.cause, block.certainty), []).append(block)
    return list(found.values())


def _spot(spot: Sequence[Block], lang: str) -> Iterator[str]:
    worst = spot[0]
    if worst.path and worst.line and (code := linecache.getline(worst.path, worst.line).strip()):
        yield f">   {code}"
    yield cause_sentence(_reported(worst), lang)
    if len(spot) > 1 and worst.line:
        total_s = sum(block.duration_s for block in spot)
        yield text("terminal.repeated", lang, count=len(spot), total=seconds(total_s))


def _row(spot: Sequence[Block], shown_from: Path, lang: str) -> str:
    block = spot[0]
    mark = "" if block.certainty is Certainty.SURE else f" ({block.certainty.value})"
    mark += f" x{len(spot)}" if len(spot) > 1 else ""
    what = " ".join(filter(None, (text(f"cause.{block.cause}.name", lang), public_name(block.call or ""))))
    times = text("block-limit.times", lang, held=seconds(block.duration_s), limit=seconds(block.limit_s))
    return f"    {times}{mark}  {what}  {_place(block, shown_from, lang)}"


def _place(block: Block, shown_from: Path, lang: str) -> str:
    if block.path is None or block.line is None:
        return text("block-limit.no-place", lang)
    path = Path(block.path)
    shown = path.relative_to(shown_from) if path.is_relative_to(shown_from) else path
    return text("terminal.where", lang, path=shown, line=block.line, function=block.function)


def _reported(block: Block) -> report.Block:
    """Give the block as reports have it, to which their sentences belong."""
    return report.Block(
        test="",
        start_s=block.start_s,
        duration_s=block.duration_s,
        limit_s=block.limit_s,
        cause=block.cause,
        call=block.call,
    )
