"""Whether the packages that a kata needs are installed, without importing any of them."""

import importlib.machinery
import importlib.util

from grader.errors import GraderError
from grader.kata import Kata


def require_packages(kata: Kata) -> None:
    """Raise GraderError, with the line for pip, where a package of the kata cannot be imported here."""
    missing = [name for name in kata.spec.packages if not is_installed(name)]
    if missing:
        # The name of a distribution may differ from the module's; for most it is the first part of it.
        names = " ".join(dict.fromkeys(name.partition(".")[0] for name in missing))
        raise GraderError("cli.run.packages-missing", kata=kata.name, packages=missing, names=names)


def is_installed(name: str) -> bool:
    """Say whether a module could be found. Nothing of it runs: the search goes down the dotted name by itself.

    importlib.util.find_spec would import the parents of a dotted name.
    """
    first, *rest = name.split(".")
    spec = importlib.util.find_spec(first) if first else None
    for position, _ in enumerate(rest, start=1):
        if spec is None or spec.submodule_search_locations is None:
            return False
        qualified = ".".join([first, *rest[:position]])
        spec = importlib.machinery.PathFinder.find_spec(qualified, list(spec.submodule_search_locations))
    return spec is not None
