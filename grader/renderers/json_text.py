"""JSON for people and programs alike: readable, strict, and harmless when it is printed."""

import json
import re

from grader.renderers.neutral import is_unsafe

_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\n\x20-\x7e]")


def json_text(value: object) -> str:
    """Give the text of plain data, indented, with a final newline.

    Letters of every script stay as they are. Characters that could steer a terminal are written as JSON's escapes, so
    that nothing is lost; lone surrogates, which are no text, become U+FFFD. Raises ValueError for NaN and infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return _BEYOND_ASCII.sub(_escaped, _SURROGATE.sub("\ufffd", text)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return json.dumps(character)[1:-1] if is_unsafe(character) else character
