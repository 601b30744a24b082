"""The learner's source around one line, with that line marked."""

import re

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from grader.messages import text
from grader.renderers.look import Lines, Look, ink
from grader.renderers.neutral import neutral
from grader.renderers.wrapping import crop, crop_start, wrap

_LINES_AROUND = 2
_TAB_COLUMNS = 4
_MOST_ROWS = 3
_MOST_CHARACTERS = 2000


def place(path: str, line: int, function: str | None, lang: str, look: Look) -> Text:
    """Give the place in one line, never wrapped: terminals and editors make path:line a link."""
    short = text("terminal.place", lang, path=neutral(path), line=line)
    full = text("terminal.where", lang, path=neutral(path), line=line, function=function) if function else short
    room = look.width - 2
    shown = next((words for words in (full, short) if cell_len(words) <= room), None)
    return ink("  ", (shown or crop_start(short, room, look.glyph("cut")), "cyan"))


def excerpt(source: str, line: int, look: Look, *, column: int | None = None) -> Lines:
    """Give the lines around `line` (from 1), that one marked; none where the source has no such line.

    `column` (from 1) puts a caret below that character; long lines are then shown from somewhat before it.
    """
    rows = re.split(r"\r\n|\r|\n", source)
    if not 1 <= line <= len(rows):
        return []
    # A line of a quarter of a megabyte is possible, and none of it need be measured but what is shown.
    start = max((column or 0) - _MOST_CHARACTERS // 2, 0)
    shown = {number: _code(rows[number - 1][start : start + _MOST_CHARACTERS]) for number in _around(rows, line)}
    gutter = _Gutter(digits=len(str(max(shown))), look=look)
    caret_at = None if column is None else cell_len(_code(rows[line - 1][start : column - 1]))
    skipped = _skipped(list(shown.values()), gutter.code_width, caret_at)
    lines: Lines = []
    for number, code in shown.items():
        is_marked = number == line
        lines += gutter.rows(number, _from(code, skipped), is_marked=is_marked, is_whole=is_marked and column is None)
        if is_marked and caret_at is not None:
            lines.append(gutter.caret(caret_at - skipped))
    return lines


def _skipped(codes: list[str], width: int, caret_at: int | None) -> int:
    """Give the columns to leave out at the left: none if all fits, else the common indentation, or up to the caret."""
    if all(cell_len(code) <= width for code in codes):
        return 0
    margin = min((len(code) - len(code.lstrip()) for code in codes if code.strip()), default=0)
    if caret_at is not None and caret_at - margin >= width:
        return caret_at - width * 2 // 3
    return min(margin, caret_at) if caret_at is not None else margin


class _Gutter:
    """What stands before the code: the mark, the number, a rail."""

    def __init__(self, *, digits: int, look: Look) -> None:
        self.look = look
        self.digits = digits
        self.code_width = look.width - digits - len("  > 12 | ") + 2

    def rows(self, number: int, code: str, *, is_marked: bool, is_whole: bool) -> Lines:
        """Give a line of code, cropped; or whole, in several rows: the call to blame is often at a line's end."""
        mark, style = (self.look.glyph("here"), "bold") if is_marked else (" ", "dim")
        gutter = f"{mark} {number:>{self.digits}} {self.look.glyph('rail')} "
        pieces = wrap(code, self.code_width)[:_MOST_ROWS] if is_whole else []
        first, *rest = pieces or [crop(code, self.code_width, self.look.glyph("cut"))]
        below = f"{' ' * (self.digits + 4)} {self.look.glyph('rail')}   "
        return [
            ink("  ", (gutter, "red" if is_marked else "dim"), (first, style)),
            *(ink((below, "dim"), (crop(row, self.code_width - 2, self.look.glyph("cut")), style)) for row in rest),
        ]

    def caret(self, at: int) -> Text:
        before = f"{' ' * (self.digits + 4)} {self.look.glyph('rail')} "
        return ink((before, "dim"), (" " * at + self.look.glyph("caret"), "red"))


def _around(rows: list[str], line: int) -> range:
    first, last = max(line - _LINES_AROUND, 1), min(line + _LINES_AROUND, len(rows))
    while first < line and not rows[first - 1].strip():
        first += 1
    while last > line and not rows[last - 1].strip():
        last -= 1
    return range(first, last + 1)


def _code(row: str) -> str:
    return neutral(row).expandtabs(_TAB_COLUMNS)


def _from(code: str, columns: int) -> str:
    return code[len(set_cell_size(code, columns)) :] if columns else code
