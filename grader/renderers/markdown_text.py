"""Pieces of GitHub-flavoured Markdown in which a stranger's text stays text."""

import re

from grader.renderers.log_text import log_line

_LINE_BYTES = 400
_LEAST_FENCE = 3
_BACKTICKS = re.compile("`+")
# Punctuation that begins or ends something, and what makes an address out of words; a backslash ends its meaning.
_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>()#|~&$@!]|:(?=//)|(?<=www)\.")


def escaped(words: str) -> str:
    r"""Give one line in which nothing is markup.

    >>> print(escaped("*a* <b> | c"))
    \*a\* \<b\> \| c
    """
    return _PUNCTUATION.sub(r"\\\g<0>", log_line(words, _LINE_BYTES))


def code_span(words: str) -> str:
    """Give one line as code, whatever backticks it holds."""
    line = log_line(words, _LINE_BYTES)
    ticks = "`" * (_longest_run(line) + 1)
    # The space is dropped again when it is shown; without it a backtick at an end would join its delimiter.
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fenced(code: str, language: str = "text") -> str:
    """Give a block of code whose fence is longer than any in it."""
    fence = "`" * max(_longest_run(code) + 1, _LEAST_FENCE)
    return f"{fence}{language}\n{code}\n{fence}"


def folded(heading: str, content: str) -> str:
    """Give what is shown only when its heading is clicked; `heading` is our own, without markup."""
    return f"<details><summary>{heading}</summary>\n\n{content}\n\n</details>"


def table(heads: list[str], rows: list[list[str]], alignment: str) -> str:
    """Give a table; `alignment` has a letter for each column, l or r. The cells are Markdown already."""
    rule = ["--:" if letter == "r" else "---" for letter in alignment]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows])


def _longest_run(words: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(words)), default=0)
