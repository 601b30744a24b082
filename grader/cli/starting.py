"""The command `start`."""

from grader.cli.caller import Caller
from grader.cli.output import put
from grader.cli.solutions import solution_name, write_stub
from grader.messages import text
from grader.renderers.look import paragraph, spaced
from grader.renderers.terminal import NextStep, step_lines


def start_command(caller: Caller, word: str, *, is_forced: bool) -> int:
    """Write the learner's file from the stub, and say where it is."""
    kata = caller.katas().get(word, caller.cwd)
    backup = write_stub(kata, caller.cwd, word=word, is_forced=is_forced)
    lang, look = caller.lang, caller.look
    lines = paragraph(text("cli.start.written", lang, path=solution_name(kata)), look.width)
    if backup is not None:
        lines += paragraph(text("cli.start.kept", lang, path=backup), look.width)
    show = NextStep(code="terminal.next-task", command=f"{caller.command} show {word}")
    run = NextStep(code="terminal.next-grade", command=f"{caller.command} run {word}")
    put(look.paint(*spaced([lines, step_lines(show, lang, look) + step_lines(run, lang, look)])))
    return 0
