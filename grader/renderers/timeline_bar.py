"""The picture in one line: where the loop was held, over all tests one after the other, with its scale."""

import itertools

from grader.messages import text
from grader.renderers.look import Lines, Look, ink, paragraph
from grader.renderers.quantity import seconds
from grader.renderers.timeline_bands import Band, bands
from grader.renderers.wrapping import pad
from grader.report import Report

_NAME_COLUMNS = 7
_NUMBER_COLUMNS = 8
_OTHER_COLUMNS = 20
_HELD, _NEXT, _FREE = "held", "rail", "rule"
_STYLES = {_HELD: "red", _NEXT: "dim", _FREE: "dim"}


def timeline_bar(report: Report, lang: str, look: Look) -> Lines:
    """Draw the bar and its key; nothing where the loop was never held."""
    every = bands(report)
    total_s = sum(band.end_s for band in every)
    if not report.blocks or total_s <= 0:
        return []
    columns = look.width - _OTHER_COLUMNS
    column_s = total_s / columns
    cells = _cells(every, columns, column_s)
    pieces = [(look.glyph(name) * len(list(group)), _STYLES[name]) for name, group in itertools.groupby(cells)]
    end = pad(seconds(total_s), _NUMBER_COLUMNS, right=True)
    form = "timeline.bar-key-next" if _NEXT in cells else "timeline.bar-key"
    key = text(form, lang, held=look.glyph(_HELD), next=look.glyph(_NEXT), column=seconds(column_s))
    return [
        ink("  ", pad(text("timeline.bar", lang), _NAME_COLUMNS), *pieces, end),
        *paragraph(key, look.width, indent=2 + _NAME_COLUMNS, style="dim"),
    ]


def _cells(every: list[Band], columns: int, column_s: float) -> list[str]:
    """Tell what each column shows: held wins over the beginning of a test, and that over a loop that is free."""
    cells = [_FREE] * columns
    held: set[int] = set()
    offset_s = 0.0
    for band in every:
        if offset_s > 0 and band.end_s > 0:
            cells[min(int(offset_s / column_s), columns - 1)] = _NEXT
        for block in band.blocks:
            held.update(_columns(offset_s + max(block.start_s, 0.0), block.duration_s, column_s))
        offset_s += band.end_s
    return [_HELD if number in held else cell for number, cell in enumerate(cells)]


def _columns(start_s: float, duration_s: float, column_s: float) -> range:
    """Give the columns that are held for half of their time or more; the shortest block has one, too."""
    first, end = round(start_s / column_s), round((start_s + duration_s) / column_s)
    middle = int((start_s + duration_s / 2) / column_s)
    return range(first, end) if end > first else range(middle, middle + 1)
