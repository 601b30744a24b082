"""The command `list`."""

from grader.catalog import Catalog, bundled_folder
from grader.cli.caller import Caller
from grader.cli.output import put
from grader.cli.solutions import has_solution, solution_name
from grader.kata import Kata, SpecError
from grader.renderers.kata_list import Row, list_json, list_text


def list_command(caller: Caller, format_: str) -> int:
    """Print the katas; one that cannot be loaded does not hide the others."""
    found = caller.katas().all()
    rows = [_row(kata, caller) for kata in found if isinstance(kata, Kata)]
    broken = [error for error in found if isinstance(error, SpecError)]
    if format_ == "json":
        put(list_json(rows, broken, caller.lang))
    else:
        put(list_text(rows, broken, lang=caller.lang, look=caller.look))
    return 0


def _row(kata: Kata, caller: Caller) -> Row:
    solution = solution_name(kata) if has_solution(kata.name, caller.cwd) else None
    return Row(kata=kata, solution=solution, is_bundled=kata.folder.parent == bundled_folder())


def loadable(katas: Catalog) -> list[Kata]:
    """Give the katas that can be loaded, in the catalogue's order."""
    return [kata for kata in katas.all() if isinstance(kata, Kata)]
