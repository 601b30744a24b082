"""What held the loop, told by place: which line, for how long, why, and what to write instead."""

from dataclasses import dataclass

from grader.messages import text
from grader.renderers.excerpt import excerpt, place
from grader.renderers.look import Lines, Look, ink, paragraph, spaced, titles
from grader.renderers.quantity import seconds
from grader.renderers.sentences import block_advice, cause_sentence, choose
from grader.renderers.wrapping import pad
from grader.report import Block, Report

_MOST_PLACES = 3
_MOST_BAR_COLUMNS = 40
_NUMBER_COLUMNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The blocks of one line and call, the longest first."""

    blocks: tuple[Block, ...]

    @property
    def worst(self) -> Block:
        """The block to talk about."""
        return self.blocks[0]


def places(blocks: tuple[Block, ...]) -> list[Place]:
    """Group the blocks, which come longest first, by where they happened; the order stays."""
    found: dict[object, list[Block]] = {}
    for block in blocks:
        found.setdefault((block.path, block.line, block.call, block.cause), []).append(block)
    return [Place(blocks=tuple(group)) for group in found.values()]


def held_loop(report: Report, lang: str, look: Look) -> Lines:
    """Tell the worst places; nothing where the loop was never held."""
    every = places(report.blocks)
    told: set[str] = set()
    sections = []
    for spot in every[:_MOST_PLACES]:
        sections.append(_spot(spot, report, lang, look))
        advice = _advice(spot, lang, look, is_known=block_advice(spot.worst, lang).why in told)
        told.add(block_advice(spot.worst, lang).why)
        sections.append(advice)
    left = len(every) - _MOST_PLACES
    more = paragraph(text("terminal.more-places", lang, count=left), look.width) if left > 0 else []
    return spaced([*sections, more])


def _spot(spot: Place, report: Report, lang: str, look: Look) -> Lines:
    heading = titles(list(dict.fromkeys(_title(report, block.test, lang) for block in spot.blocks)), lang, look.width)
    sentence = paragraph(cause_sentence(spot.worst, lang), look.width)
    return spaced(
        [
            heading + sentence + _repeated(spot, lang, look),
            _bars(spot.worst, lang, look),
            _source(spot, report, lang, look),
        ]
    )


def _title(report: Report, name: str, lang: str) -> str:
    return next((choose(test.title, lang) for test in report.tests if test.name == name), name)


def _repeated(spot: Place, lang: str, look: Look) -> Lines:
    if len(spot.blocks) == 1 or spot.worst.line is None:
        return []
    total = seconds(sum(block.duration_s for block in spot.blocks))
    return paragraph(text("terminal.repeated", lang, count=len(spot.blocks), total=total), look.width)


def _bars(block: Block, lang: str, look: Look) -> Lines:
    """Draw the held time beside the limit, on one scale."""
    names = {"held": text("terminal.held", lang), "limit": text("terminal.limit", lang)}
    columns = min(look.width - 20, _MOST_BAR_COLUMNS)
    longest_s = max(block.duration_s, block.limit_s)
    rows = []
    for name, value_s, style in (("held", block.duration_s, "red"), ("limit", block.limit_s, "green")):
        bar = look.glyph("bar") * max(round(columns * value_s / longest_s), 1)
        rows.append(
            ink(
                "  ",
                pad(names[name], 7),
                (pad(bar, columns), style),
                pad(seconds(value_s), _NUMBER_COLUMNS, right=True),
            )
        )
    return rows


def _source(spot: Place, report: Report, lang: str, look: Look) -> Lines:
    block = spot.worst
    if block.line is None:
        return []
    path = block.path or report.submission.path
    lines = [place(path, block.line, block.function, lang, look)]
    # Only the submission's own text is at hand; a block in a file beside it has its place, and no excerpt.
    if path == report.submission.path:
        lines += excerpt(report.submission.source, block.line, look)
    return lines


def _advice(spot: Place, lang: str, look: Look, *, is_known: bool) -> Lines:
    if is_known:
        return []
    advice = block_advice(spot.worst, lang)
    return [
        *paragraph(advice.why, look.width),
        *paragraph(advice.instead, look.width),
        # Never wrapped: half a line of code, copied, is another line, and half a link leads nowhere.
        *[ink("      ", (line, "dim")) for line in advice.setup.splitlines()],
        *[ink("      ", (line, "green")) for line in advice.example.splitlines()],
        ink("  ", (text("advice.read-more", lang, link=advice.link), "dim")),
    ]
