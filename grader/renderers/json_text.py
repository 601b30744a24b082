"""JSON for people and programs alike: readable, strict, and harmless when it is printed."""

import json
import re

from grader.renderers.neutral import is_unsafe

_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\n\x20-\x7e]")
_COMMAND = re.compile(r"#(?=#\w*\[)")  # see `neutral`; a quotation mark stands before every `::` that begins a text


def json_text(value: object) -> str:
    """Give the text of plain data, indented, with a final newline.

    Letters of every script stay as they are. Characters that could steer a terminal, and what would be a command to
    a CI machine, are written as JSON's escapes, so that nothing is lost; lone surrogates, which are no text, become
    U+FFFD. Raises ValueError for NaN and infinity.
    """
    return harmless_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"


def harmless_json(text: str) -> str:
    """Write as escapes what could steer, deceive or command; the meaning of the JSON stays."""
    return _COMMAND.sub(r"\\u0023", _BEYOND_ASCII.sub(_escaped, _SURROGATE.sub("\ufffd", text)))


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return json.dumps(character)[1:-1] if is_unsafe(character) else character
