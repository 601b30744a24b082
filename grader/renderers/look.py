"""How a text is to look: its width, its colours and its marks, and the way from styled lines to a string."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.text import Text

from grader.messages import text
from grader.renderers.neutral import neutral, visible, without_commands
from grader.renderers.wrapping import wrap
from grader.report import Verdict

Lines = list[Text]
_MOST_TITLES = 3
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")

_UNICODE = {"bar": "━", "rail": "│", "here": "❱", "cut": "…", "dot": "·", "caret": "^", "rule": "─", "held": "█"}
_ASCII = {"bar": "=", "rail": "|", "here": ">", "cut": "...", "dot": "-", "caret": "^", "rule": "-", "held": "#"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`width` in columns; `plain` keeps to ASCII marks; `colour` allows escape sequences for colours."""

    width: int = 80
    colour: bool = False
    plain: bool = False

    def glyph(self, name: str) -> str:
        """Give the character of this name: bar, rail, here, cut, dot, caret, rule, held."""
        return (_ASCII if self.plain else _UNICODE)[name]

    def mark(self, verdict: Verdict) -> str:
        """Give the one character that stands for a verdict."""
        match verdict:
            case Verdict.PASSED:
                return "+" if self.plain else "✓"
            case Verdict.INCONCLUSIVE:
                return "?"
            case Verdict.GRADER_ERROR:
                return "!"
            case _:
                return "x" if self.plain else "✗"

    def paint(self, *parts: RenderableType) -> str:
        """Write the parts below each other, each ending with a newline."""
        # _environ is empty so that the same arguments always give the same text; cli alone reads the environment.
        console = Console(
            file=io.StringIO(),
            width=self.width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            highlight=False,
            legacy_windows=False,
            safe_box=True,
            _environ={},
        )
        with console.capture() as capture:
            for part in parts:
                # Lines are wrapped before they come here; what is longer, a command, is there to be copied whole.
                is_line = isinstance(part, Text)
                console.print(part, no_wrap=is_line, crop=not is_line, overflow="ignore" if is_line else None)
        return "".join(f"{_harmless(line.rstrip())}\n" for line in capture.get().split("\n")[:-1])


def _harmless(line: str) -> str:
    """See to it that nothing but our own colours got through, whoever made the line, and however it was broken."""
    parts = _COLOUR.split(line)
    return without_commands("".join(part if number % 2 else visible(part) for number, part in enumerate(parts)))


def style_of(verdict: Verdict) -> str:
    """Give the colour of a verdict."""
    match verdict:
        case Verdict.PASSED:
            return "green"
        case Verdict.INCONCLUSIVE | Verdict.GRADER_ERROR:
            return "yellow"
        case _:
            return "red"


def ink(*spans: str | tuple[str, str]) -> Text:
    """Make one styled line from texts and (text, style) pairs; whatever they hold is made harmless here."""
    pairs = [(span, "") if isinstance(span, str) else span for span in spans]
    return Text.assemble(*[(neutral(words).replace("\n", " "), style) for words, style in pairs])


def paragraph(prose: str, width: int, *, indent: int = 2, hanging: int = 0, style: str = "") -> Lines:
    """Wrap a text into lines of at most `width` columns, indentation included; `hanging` indents all but the first."""
    first, *rest = wrap(neutral(prose), width - indent - hanging)
    return [ink(" " * indent, (first, style)), *(ink(" " * (indent + hanging), (line, style)) for line in rest)]


def titles(texts: Sequence[str], lang: str, width: int) -> Lines:
    """Give titles below each other as the heading of what they share; many of them are counted."""
    lines = [line for title in texts[:_MOST_TITLES] for line in paragraph(title, width, style="bold")]
    left = len(texts) - _MOST_TITLES
    return lines + (paragraph(text("terminal.more-tests", lang, count=left), width, style="bold") if left > 0 else [])


def spaced(sections: Iterable[Lines]) -> Lines:
    """Put one empty line between the sections that have any lines."""
    lines: Lines = []
    for section in filter(None, sections):
        lines += [Text(), *section] if lines else section
    return lines
