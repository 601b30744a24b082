"""The one boundary: whatever ends a command becomes a sentence and an exit code here."""

import contextlib
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence

import click

from grader.cli import output
from grader.cli.caller import wanted_language
from grader.cli.edge import Edge, Engine, Grader
from grader.errors import GraderError
from grader.messages import text

_STOPPED = 130
_OUR_FAULT = 3
_CALLERS_MISTAKE = 2


@contextlib.contextmanager
def judge_engine(isolation: str) -> Iterator[Grader]:
    """Grade with a judge, which is started in the background at once."""
    from grader.grading import JudgeHost, grade  # noqa: PLC0415 -- only `run` needs the engine

    with JudgeHost(isolation=isolation) as host:
        yield lambda kata, submission: grade(kata, submission, host)


def run(argv: Sequence[str], environ: Mapping[str, str], engine: Engine = judge_engine) -> int:
    """Run the command in `argv` (without the program's name) and give its exit code. Prints every error itself."""
    output.prepare()
    lang = wanted_language(argv, environ)
    edge = Edge(environ=environ, lang=lang, engine=engine)
    is_debugging = "--debug" in argv or bool(environ.get("GRADER_DEBUG"))
    try:
        return _run(argv, edge)
    except click.Abort:
        # click's word for Ctrl-C; it has ended the line that the terminal shows ^C in.
        output.complain(f"{text('cli.stopped', lang)}\n")
        return _STOPPED
    except GraderError as error:
        output.complain(_explained(error, lang))
        return error.exit_code
    except click.UsageError as error:
        output.complain(_usage(error, lang))
        return _CALLERS_MISTAKE
    except Exception as error:  # noqa: BLE001 -- the boundary: what nobody foresaw is our fault, and is said to be
        output.complain(_our_fault(error, lang, is_debugging=is_debugging))
        return _OUR_FAULT


def _run(argv: Sequence[str], edge: Edge) -> int:
    if sys.platform == "win32":
        raise GraderError("doctor.windows")
    from grader.cli.program import program  # noqa: PLC0415 -- an error in it must meet the boundary, too

    code = program.main(list(argv), prog_name="python -m grader", standalone_mode=False, obj=edge)
    return code if isinstance(code, int) else 0


def _explained(error: GraderError, lang: str) -> str:
    """Give the sentence; for a kata that cannot be loaded also each mistake with its place."""
    from grader.renderers.mistakes import explain  # noqa: PLC0415 -- only for a command that ends badly

    return explain(error, lang)


def _usage(error: click.UsageError, lang: str) -> str:
    command = error.ctx.command_path if error.ctx else "python -m grader"
    return f"{_wrong_use(error, lang)}\n{text('cli.see-help', lang, command=command)}\n"


def _wrong_use(error: click.UsageError, lang: str) -> str:
    match error:
        case click.NoSuchOption(option_name=written, possibilities=near) if near:
            return text("cli.no-such-option-near", lang, written=written, right=sorted(near)[0])
        case click.NoSuchOption(option_name=written):
            return text("cli.no-such-option", lang, written=written)
        case click.BadOptionUsage(option_name=option):
            return text("cli.bad-option-use", lang, option=option)
        case click.MissingParameter(param=click.Parameter() as param):
            return text("cli.missing", lang, what=param.human_readable_name)
        case _:
            return text("cli.wrong-use", lang, reason=error.format_message())


def _our_fault(error: Exception, lang: str, *, is_debugging: bool) -> str:
    from grader.renderers.neutral import neutral  # noqa: PLC0415 -- only for a command that ends badly

    kind = neutral(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    if is_debugging:
        return "".join(traceback.format_exception(error)) + text("cli.our-fault", lang, error=kind) + "\n"
    return f"{text('cli.our-fault', lang, error=kind)}\n{text('cli.our-fault-debug', lang)}\n"
