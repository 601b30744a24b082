"""The commands and their options."""

import click

from grader import __version__
from grader.cli import output
from grader.cli.command import Number, OneOf, Program, caller_of, common_options
from grader.cli.formats import NAMES
from grader.sandbox.plan import Mode

_FORMAT = OneOf("terminal", "json")
_RUN_FORMAT = OneOf(*NAMES)
_DETAILS = OneOf("full", "actual-only", "none")
_ISOLATION = OneOf(*Mode)
_FORMAT_NAMES = "|".join(_FORMAT.words)


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        output.put(f"grader {__version__}\n")
        ctx.exit()


@click.group(cls=Program, name="grader", invoke_without_command=True, no_args_is_help=False)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version)
@common_options
@click.pass_context
def program(ctx: click.Context) -> None:
    """Practise asynchronous Python with Tornado."""
    if ctx.invoked_subcommand is None:
        output.put(f"{ctx.get_help()}\n")


@program.command("list")
@click.option("--format", "format_", type=_FORMAT, default="terminal", metavar=_FORMAT_NAMES)
@common_options
@click.pass_context
def list_katas(ctx: click.Context, format_: str) -> int:
    """List the katas."""
    from grader.cli.listing import list_command  # noqa: PLC0415 -- each command brings only what it needs

    return list_command(caller_of(ctx), format_)


@program.command("show")
@click.argument("kata")
@click.option("--format", "format_", type=_FORMAT, default="terminal", metavar=_FORMAT_NAMES)
@common_options
@click.pass_context
def show_kata(ctx: click.Context, kata: str, format_: str) -> int:
    """Show the task."""
    from grader.cli.showing import show_command  # noqa: PLC0415 -- as above

    return show_command(caller_of(ctx), kata, format_)


@program.command("start")
@click.argument("kata")
@click.option("--force", is_flag=True)
@common_options
@click.pass_context
def start_kata(ctx: click.Context, kata: str, *, force: bool) -> int:
    """Write the stub."""
    from grader.cli.starting import start_command  # noqa: PLC0415 -- as above

    return start_command(caller_of(ctx), kata, is_forced=force)


@program.command("run")
@click.argument("kata", required=False)
@click.argument("file", required=False)
@click.option("--all", "is_all", is_flag=True)
@click.option("--format", "formats", type=_RUN_FORMAT, multiple=True, metavar="|".join(_RUN_FORMAT.words))
@click.option("--output", "outputs", multiple=True, metavar="PATH")
@click.option("--timeline", "timelines", multiple=True, metavar="FILE")
@click.option("--isolation", type=_ISOLATION, default="auto", metavar="|".join(_ISOLATION.words))
@click.option("--details", type=_DETAILS, default="full", metavar="|".join(_DETAILS.words))
@common_options
@click.pass_context
def run_kata(
    ctx: click.Context,
    *,
    kata: str | None,
    file: str | None,
    is_all: bool,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    timelines: tuple[str, ...],
    isolation: str,
    details: str,
) -> int:
    """Grade a submission."""
    from grader.cli.edge import Edge  # noqa: PLC0415 -- as above
    from grader.cli.running import Request, run_command  # noqa: PLC0415 -- as above
    from grader.cli.workflow import find_workflow  # noqa: PLC0415 -- as above

    edge = ctx.find_object(Edge)
    assert edge is not None  # noqa: S101 -- the boundary always hands it in
    caller = caller_of(ctx)
    request = Request(
        kata=kata,
        file=file,
        is_all=is_all,
        formats=formats or ("terminal",),
        outputs=outputs,
        timelines=timelines,
        isolation=isolation,
        details=details,
        workflow=find_workflow(edge.environ, caller.cwd),
    )
    return run_command(caller, request, edge.engine)


@program.command("hint")
@click.argument("kata")
@click.option("-n", "--level", type=Number(), default=1, metavar="N")
@click.option("--all", "is_all", is_flag=True)
@click.option("--for", "occasion", metavar="VERDICT|TEST")
@common_options
@click.pass_context
def hint_kata(ctx: click.Context, *, kata: str, level: int, is_all: bool, occasion: str | None) -> int:
    """Show a hint."""
    from grader.cli.hinting import hint_command  # noqa: PLC0415 -- as above

    return hint_command(caller_of(ctx), kata, level=level, is_all=is_all, occasion=occasion)


@program.command("doctor")
@click.option("--format", "format_", type=_FORMAT, default="terminal", metavar=_FORMAT_NAMES)
@common_options
@click.pass_context
def doctor(ctx: click.Context, format_: str) -> int:
    """Look at this machine."""
    from grader.cli.examining import doctor_command  # noqa: PLC0415 -- as above

    return doctor_command(caller_of(ctx), format_)
