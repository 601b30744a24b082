"""The command `show`."""

from grader.cli.caller import Caller
from grader.cli.output import put
from grader.cli.solutions import has_solution
from grader.renderers.kata_page import page_json, page_text
from grader.renderers.terminal import NextStep


def show_command(caller: Caller, word: str, format_: str) -> int:
    """Print one kata's page."""
    kata = caller.katas().get(word, caller.cwd)
    if format_ == "json":
        put(page_json(kata, caller.lang))
        return 0
    if has_solution(kata.name, caller.cwd):
        step = NextStep(code="terminal.next-run", command=f"{caller.command} run {word}")
    else:
        step = NextStep(code="terminal.next-start", command=f"{caller.command} start {word}")
    put(page_text(kata, lang=caller.lang, look=caller.look, next_step=step))
    return 0
