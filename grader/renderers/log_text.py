"""Text of a bounded length, harmless wherever a grade book or a log prints it, with every cut marked."""

from grader.messages import text as sentence
from grader.renderers.neutral import neutral, without_commands

_ELLIPSIS = "…"
# What `without_commands` may add to a line that begins at the cut, and the newline beside the mark.
_SPARE_BYTES = 8


def log_text(text: str, most_bytes: int, lang: str, *, end: bool = False) -> str:
    """Give the beginning, or the `end`, in at most `most_bytes` of UTF-8; a cut is marked with the whole length.

    Where not even the mark has room, nothing is given.
    """
    # No more characters than that can be left: of megabytes, most need not be looked at.
    part = text[-most_bytes:] if end else text[:most_bytes]
    harmless = neutral(part)
    if len(part) == len(text) and _size(harmless) <= most_bytes:
        return harmless
    mark = sentence("formats.cut", lang, count=len(text))
    room = most_bytes - _size(mark) - _SPARE_BYTES
    if room < 0:
        return ""
    if end:
        return f"{mark}\n{without_commands(_last(harmless, room))}"
    return f"{_first(harmless, room)}\n{mark}"


def log_line(text: str, most_bytes: int) -> str:
    """Give the text in one line of at most `most_bytes`, never empty; a cut is marked by an ellipsis."""
    part = text[: most_bytes + 1]
    line = without_commands(" ".join(neutral(part).split())) or "-"
    if len(part) == len(text) and _size(line) <= most_bytes:
        return line
    return _first(line, most_bytes - len(_ELLIPSIS.encode())).rstrip() + _ELLIPSIS


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _first(text: str, most_bytes: int) -> str:
    return text.encode("utf-8", "replace")[:most_bytes].decode("utf-8", "ignore")


def _last(text: str, most_bytes: int) -> str:
    data = text.encode("utf-8", "replace")
    return data[len(data) - min(most_bytes, len(data)) :].decode("utf-8", "ignore")
