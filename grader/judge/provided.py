"""Does the submission define what the kata asks for, and is it the kind of thing that the stub shows?"""

import ast
import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.report import Message

_CALLABLE = frozenset({"class", "coroutine", "generator coroutine", "asynchronous generator", "generator", "function"})


def problem_of(kinds: Mapping[str, str], provides: Sequence[str], stub: Path) -> Message | None:
    """Give the first thing that is missing or of the wrong kind among `provides`, or None."""
    for name in provides:
        if name not in kinds:
            near = difflib.get_close_matches(name, kinds, n=1)
            if near:
                return Message(code="judge.missing-name-near", values={"name": name, "near": near[0]})
            return Message(code="judge.missing-name", values={"name": name})
    wanted = _callables_of(stub)
    for name in provides:
        if name in wanted and kinds[name] not in _CALLABLE:
            return Message(code="judge.not-callable", values={"name": name, "kind": kinds[name]})
    return None


def _callables_of(stub: Path) -> frozenset[str]:
    """Tell which names the stub defines with def or class: the learner's are to be of that kind."""
    try:
        tree = ast.parse(stub.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))
