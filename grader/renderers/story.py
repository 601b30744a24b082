"""What there is to say about one test, as plain text: the sentence, the blamed line, what to write instead."""

from collections.abc import Iterator

from grader.messages import text
from grader.renderers.entries import Entry
from grader.renderers.held_loop import Place, places
from grader.renderers.log_text import log_text
from grader.renderers.quantity import seconds
from grader.renderers.sentences import block_advice, cause_sentence, say, verdict_name
from grader.report import Verdict

_MOST_PLACES = 3


def story(entry: Entry, most_bytes: int, lang: str) -> str:
    """Tell it in at most `most_bytes`; nothing for a test that passed."""
    if entry.test.verdict is Verdict.PASSED:
        return ""
    return log_text("\n".join(_parts(entry, lang)), most_bytes, lang)


def printed(entry: Entry, most_bytes: int, lang: str) -> str:
    """Give the end of what the submission printed in this test."""
    return log_text(entry.test.output.strip("\n"), most_bytes, lang, end=True)


def place_story(spot: Place, entry: Entry, lang: str) -> str:
    """Tell of one place that held the loop: for how long, why that is wrong, and what to write instead."""
    block, advice = spot.worst, block_advice(spot.worst, lang)
    lines = [_where(spot, entry, lang)] if block.line is not None else []
    lines += [cause_sentence(block, lang), text("formats.limit", lang, limit=seconds(block.limit_s))]
    if len(spot.blocks) > 1 and block.line is not None:
        total = seconds(sum(each.duration_s for each in spot.blocks))
        lines.append(text("terminal.repeated", lang, count=len(spot.blocks), total=total))
    code = [f"    {line}" for line in f"{advice.setup}\n{advice.example}".splitlines() if line]
    return "\n".join([*lines, advice.why, advice.instead, *code])


def spots(entry: Entry) -> list[Place]:
    """Give the places of this test that held the loop, the longest first."""
    return places(tuple(sorted(entry.test.blocks, key=lambda block: -block.duration_s)))


def _parts(entry: Entry, lang: str) -> Iterator[str]:
    test = entry.test
    if test.message is not None:
        # Many sentences name the line themselves, and a block has its own place.
        if test.line is not None and not test.blocks and "line" not in test.message.values:
            yield text("terminal.place", lang, path=entry.report.submission.path, line=test.line)
        yield say(test.message, lang)
    every = spots(entry)
    yield from (place_story(spot, entry, lang) for spot in every[:_MOST_PLACES])
    if len(every) > _MOST_PLACES:
        yield text("terminal.more-places", lang, count=len(every) - _MOST_PLACES)
    if test.message is None and not every:
        yield text("formats.verdict-alone", lang, verdict=verdict_name(test.verdict, lang))
    if test.verdict.is_nobodys_fault:
        yield text("formats.run-again" if test.verdict is Verdict.INCONCLUSIVE else "formats.not-your-fault", lang)


def _where(spot: Place, entry: Entry, lang: str) -> str:
    block = spot.worst
    path = block.path or entry.report.submission.path
    form = "terminal.where" if block.function else "terminal.place"
    return text(form, lang, path=path, line=block.line, function=block.function)
