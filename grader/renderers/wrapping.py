"""Lines of a given width, for texts that mix Latin words with wide Chinese characters.

Widths are in terminal columns. rich breaks at spaces alone and so lets a Chinese line begin with a full stop; here
a line may also break between two wide characters, but never before closing or after opening punctuation.
"""

import itertools
import re
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

# Full-width marks are written as escapes: many of them look like their ASCII twins.
_CLOSING = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff09\u3011\u300b\u300d\u300f\u201d\u2019\u2026%,.;:?!)]}"
_OPENING = "\uff08\u3010\u300a\u300c\u300e\u201c\u2018([{"
# A piece is what must stay together, with the spaces after it.
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    rf"(?:[{_WIDE}]|[^\s{_WIDE}]+)"
    rf"[{re.escape(_CLOSING)}]*\s*|\s+"
)


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` columns; its own newlines stay; a longer word is cut."""
    return [line for paragraph in text.expandtabs(4).split("\n") for line in _fill(paragraph, max(width, 2))]


def crop(text: str, width: int, mark: str = "…") -> str:
    """Shorten one line to `width` columns and mark the cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - cell_len(mark), 0)).rstrip() + mark


def crop_start(text: str, width: int, mark: str = "\u2026") -> str:
    """Shorten one line to its last `width` columns: of a path, the end says more."""
    if cell_len(text) <= width:
        return text
    start, room = len(text), width - cell_len(mark)
    # From the end, character by character: a path of thousands must not be measured thousands of times.
    while start > 0 and (room := room - cell_len(text[start - 1])) >= 0:
        start -= 1
    return mark + text[start:]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill one line with spaces to `width` columns; `right` puts the text at the right-hand side."""
    space = " " * max(width - cell_len(text), 0)
    return space + text if right else text + space


def breaks(paragraph: str, width: int) -> list[int]:
    """Give the positions where the second line begins, the third, and so on; the paragraph has no newline."""
    found: list[int] = []
    start = end = 0
    for piece in _pieces(paragraph, width):
        if end > start and cell_len(paragraph[start:end] + piece.rstrip()) > width:
            found.append(end)
            start = end
        end += len(piece)
    return found


def _fill(paragraph: str, width: int) -> Iterator[str]:
    positions = [0, *breaks(paragraph, width), len(paragraph)]
    return (paragraph[start:end].rstrip() for start, end in itertools.pairwise(positions))


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(paragraph):
        rest = piece
        while cell_len(rest.rstrip()) > width:
            head = set_cell_size(rest, width).rstrip() or rest[0]
            yield head
            rest = rest[len(head) :]
        yield rest
