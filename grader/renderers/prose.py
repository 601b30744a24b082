"""Markdown for the terminal, with the line breaks that Chinese needs."""

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, MarkdownElement, Paragraph
from rich.text import Text

from grader.renderers.neutral import neutral
from grader.renderers.wrapping import breaks


def prose(markdown: str) -> Markdown:
    """Make a renderable of Markdown; links show their addresses, since not every terminal can follow them."""
    return _Prose(neutral(markdown), code_theme="ansi_dark", hyperlinks=False)


class _Paragraph(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # rich breaks at spaces alone, and so puts a Chinese full stop at the beginning of a line.
        for paragraph in self.text.split("\n", allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, options.max_width)):
                line.rstrip()
                yield Text.assemble(line, no_wrap=True)


class _Prose(Markdown):
    # By the names of markdown-it's tokens.
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "paragraph_open": _Paragraph}
