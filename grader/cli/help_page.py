"""The page that --help prints, in the reader's language."""

from collections.abc import Sequence

import click

from grader.messages import find, text
from grader.renderers.wrapping import pad, wrap

_MOST_COLUMNS = 100
_TERM_COLUMNS = 26


def help_page(context: click.Context, lang: str, width: int, kata: str) -> str:
    """Give the page of a command; its texts are in the catalogue under cli.help and cli.option.

    `kata` is the name that the examples use.
    """
    command = context.command
    name = command.name or "grader"
    usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    sections = [
        [text("cli.usage", lang, usage=usage)],
        wrap(text(f"cli.help.{name}", lang), width),
        _commands(context, lang, width),
        [text("cli.options", lang), *_rows([_option(option, name, lang) for option in _options(context)], width)],
        _examples(name, kata, lang),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _options(context: click.Context) -> list[click.Option]:
    return [param for param in context.command.get_params(context) if isinstance(param, click.Option)]


def _option(option: click.Option, command: str, lang: str) -> tuple[str, str]:
    metavar = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return ", ".join(sorted(option.opts, key=len)) + metavar, _meaning(option, command, lang)


def _meaning(option: click.Option, command: str, lang: str) -> str:
    """Give what the option does, in this command where that differs from others.

    It goes by the long form: the parameter's own name is click's affair, and changes with it.
    """
    word = max(option.opts, key=len).lstrip("-")
    return find(f"cli.option.{command}-{word}", lang) or text(f"cli.option.{word}", lang)


def _commands(context: click.Context, lang: str, width: int) -> list[str]:
    command = context.command
    if not isinstance(command, click.Group):
        return []
    rows = [(name, text(f"cli.summary.{name}", lang)) for name in command.commands]
    return [text("cli.commands", lang), *_rows(rows, width)]


def _rows(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    lines = []
    for term, meaning in rows:
        first, *rest = wrap(meaning, width - _TERM_COLUMNS - 2)
        if len(term) > _TERM_COLUMNS - 2:
            lines.append(f"  {term}")
            term = ""  # noqa: PLW2901 -- its line is written; the meaning goes below it
        lines.append(f"  {pad(term, _TERM_COLUMNS)}{first}")
        lines += [f"  {' ' * _TERM_COLUMNS}{line}" for line in rest]
    return lines


def _examples(name: str, kata: str, lang: str) -> list[str]:
    lines = text(f"cli.example.{name}", lang, kata=kata).splitlines()
    return [text("cli.examples", lang), *(f"  {line}" for line in lines)]
