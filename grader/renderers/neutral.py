"""Text that a stranger wrote, made harmless: every renderer sends what it shows through here.

Escape sequences move the cursor, recolour or retitle the window; bidi marks reorder a line so that it reads as
something else; invisible characters hide it; some characters end an XML file; and a line of a log that begins with
`::`, or has `##[` in it, is a command to the CI machine that prints it. Characters are shown as the escape that Python
would write; a command is broken by a space.
"""

import re
import unicodedata

# U+200C and U+200D are kept: they join letters and emoji, and neither moves nor hides anything.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_KEPT = frozenset("\n\t\u200c\u200d")
_LONGEST_LINE = 5000
"""No screen shows more of a line, and to break a line of megabytes takes minutes."""

_MAYBE_UNSAFE = re.compile("[^\n\t\x20-\x7e\xa1-\xac\xae-\u02ff\u3000-\u9fff\uff01-\uffee]")
_TOO_LONG = re.compile(rf"([^\n]{{{_LONGEST_LINE}}})[^\n]+")
# GitHub takes white space away before it looks for `::`, and looks for `##[` everywhere; Azure writes `##vso[`.
_COMMAND = re.compile(r"(?m)^([^\S\n]*):(?=:)")
_OLD_COMMAND = re.compile(r"#(?=#\w*\[)")


def is_unsafe(character: str) -> bool:
    """Say whether this character could steer or deceive instead of being read, or is none at all."""
    return character not in _KEPT and (unicodedata.category(character) in _UNSAFE_CATEGORIES or _is_none(character))


def neutral(text: str) -> str:
    r"""Show control, format and bidi characters as escapes; newlines and tabs stay, CR LF becomes a newline.

    Lines that are longer than anybody reads are cut, and what a CI machine would take for a command is broken.

    >>> print(neutral("red: \x1b[31m"))
    red: \x1b[31m
    """
    return without_commands(visible(_TOO_LONG.sub(r"\1...", text.replace("\r\n", "\n"))))


def visible(text: str) -> str:
    """Show each unsafe character as an escape, and change nothing else."""
    return _MAYBE_UNSAFE.sub(_escape, text)


def without_commands(lines: str) -> str:
    """Break what a CI machine would take for a command; to be applied again where lines are put together or broken.

    >>> print(without_commands("  ::error::mine, ##[error]and yours"))
      : :error::mine, # #[error]and yours
    """
    return _OLD_COMMAND.sub("# ", _COMMAND.sub(r"\1: ", lines))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if not is_unsafe(character):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _is_none(character: str) -> bool:
    """Tell the code points that Unicode will never give to a character; XML forbids some of them."""
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
