"""What all commands have in common: their class, the options that each of them takes, and the types of values."""

import difflib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.cli.caller import Caller, find_caller
from grader.cli.edge import Edge
from grader.errors import GraderError
from grader.messages import LANGUAGES

_PLAIN = "grader.plain"
_KATAS = "grader.katas"
if TYPE_CHECKING:
    # Generic in click 8.2 and later alone.
    _WordType = click.ParamType[str]
    _NumberType = click.ParamType[int]
else:
    _WordType = _NumberType = click.ParamType
F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command that speaks the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take click's arguments; extra words are refused by `invoke`, in the reader's language."""
        super().__init__(*args, **kwargs)
        self.allow_extra_args = True

    def get_help(self, ctx: click.Context) -> str:
        """Give the whole page."""
        return _page(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and let an error know in which command it happened."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises GraderError for words that nothing takes."""
        if ctx.args:
            raise GraderError("cli.extra-words", words=" ".join(ctx.args), command=ctx.command_path)
        return super().invoke(ctx)


class Program(click.Group):
    """The commands together."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        """Give the whole page."""
        return _page(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. Raises GraderError with the nearest name for one that is not there."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise _misspelt("cli.no-such-command", args[0], list(self.commands))
        return super().resolve_command(ctx, args)


class OneOf(_WordType):
    """A word out of a few. Anything else is a GraderError that names them."""

    name = "word"

    def __init__(self, *words: str) -> None:
        """Keep the words in the order in which they are shown."""
        self.words = words

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the word as it is."""
        if value in self.words:
            return value
        raise _misspelt("cli.not-one-of", value, self.words, option=_name(param))


class Number(_NumberType):
    """A whole number from 1 on. Anything else is a GraderError."""

    name = "n"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give the number."""
        if isinstance(value, int):
            return value
        if value.isascii() and value.isdigit() and int(value) > 0:
            return int(value)
        raise GraderError("cli.not-a-number", option=_name(param), written=value)


def common_options(function: F) -> F:
    """Add what is allowed both before and after a command's name."""
    katas = click.option("--katas", multiple=True, metavar="DIR", expose_value=False, callback=_keep_katas)
    plain = click.option("--plain", is_flag=True, expose_value=False, callback=_keep_plain)
    # The edge has found the language already; here it is only checked.
    lang = click.option("--lang", type=OneOf(*LANGUAGES), metavar="|".join(LANGUAGES), expose_value=False)
    # Looked for in the arguments by the boundary, so that it also holds for what goes wrong before they are parsed.
    debug = click.option("--debug", is_flag=True, expose_value=False)
    return katas(lang(plain(debug(function))))


def caller_of(ctx: click.Context) -> Caller:
    """Give who called, from the options before and after the command's name."""
    edge = ctx.find_object(Edge)
    assert edge is not None  # noqa: S101 -- the boundary always hands it in
    return find_caller(
        edge.environ, lang=edge.lang, is_plain=ctx.meta.get(_PLAIN, False), katas=ctx.meta.get(_KATAS, ())
    )


def _keep_plain(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta[_PLAIN] = ctx.meta.get(_PLAIN, False) or value


def _keep_katas(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> None:
    ctx.meta[_KATAS] = (*ctx.meta.get(_KATAS, ()), *value)


def _page(ctx: click.Context) -> str:
    from grader.cli.help_page import help_page  # noqa: PLC0415 -- brings rich, for --help alone

    caller = caller_of(ctx)
    return help_page(ctx, caller.lang, caller.width, _example(caller))


def _example(caller: Caller) -> str:
    """Give the name of a kata that there is; help must also come where none can be found."""
    try:
        return next(iter(caller.katas().names()), "KATA")
    except GraderError:
        return "KATA"


def _name(param: click.Parameter | None) -> str:
    return max(param.opts, key=len) if param is not None else ""


def _misspelt(code: str, written: str, words: Sequence[str], **values: object) -> GraderError:
    near = difflib.get_close_matches(written, words, n=1)
    if near:
        return GraderError(f"{code}-near", written=written, right=near[0], allowed=list(words), **values)
    return GraderError(code, written=written, allowed=list(words), **values)
