"""Text that a stranger wrote, made harmless for a terminal: every renderer sends what it shows through here.

Escape sequences move the cursor, recolour or retitle the window; bidi marks reorder a line so that it reads as
something else; invisible characters hide it. All of them are shown as the escape that Python would write.
"""

import re
import unicodedata

# U+200C and U+200D are kept: they join letters and emoji, and neither moves nor hides anything.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_KEPT = frozenset("\n\t\u200c\u200d")


def is_unsafe(character: str) -> bool:
    """Say whether this character could steer or deceive instead of being read."""
    return character not in _KEPT and unicodedata.category(character) in _UNSAFE_CATEGORIES


_MAYBE_UNSAFE = re.compile("[^\n\t\x20-\x7e\xa1-\xac\xae-\u02ff\u3000-\u9fff\uff01-\uffee]")


def neutral(text: str) -> str:
    r"""Show control, format and bidi characters as escapes; newlines and tabs stay, CR LF becomes a newline.

    >>> print(neutral("red: \x1b[31m"))
    red: \x1b[31m
    """
    return _MAYBE_UNSAFE.sub(_visible, text.replace("\r\n", "\n"))


def _visible(match: re.Match[str]) -> str:
    character = match.group()
    if not is_unsafe(character):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
