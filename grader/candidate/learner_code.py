"""The learner's module: how it is loaded, and what it turns out to define."""

import importlib.util
import inspect
import linecache
import sys
import traceback
from pathlib import Path
from types import ModuleType

from grader.instruments.account import Place
from grader.instruments.call_site import own_stack, public_name


class BreakpointError(RuntimeError):
    """A `breakpoint()` was reached where nobody can type."""


def refuse_breakpoint(*_args: object, **_kwargs: object) -> None:
    """Stand in for the debugger: there is no terminal, so it would wait for input that never comes."""
    raise BreakpointError


class LearnerCode:
    """The files of one submission in `folder`; only their lines are named to the learner."""

    def __init__(self, folder: Path) -> None:
        """Nothing is loaded yet."""
        self.folder = folder
        self._prefix = f"{folder}/"
        self._probe_path = f"{folder}/probe.py"

    def is_own(self, path: str) -> bool:
        """Tell whether `path` is a file of the learner."""
        return path.startswith(self._prefix) and path != self._probe_path

    def load(self, module_name: str, path: Path) -> ModuleType:
        """Execute the file as the module `module_name`; whatever it raises comes through."""
        source = path.read_text(encoding="utf-8")  # the copy is UTF-8, whatever a line in it says of the original
        spec = importlib.util.spec_from_file_location(module_name, path)
        assert spec is not None  # noqa: S101 -- a path that ends in .py always has one
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        linecache.cache[str(path)] = (len(source), None, source.splitlines(keepends=True), str(path))
        exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 -- the very purpose
        return module

    def places(self, error: BaseException) -> tuple[list[Place], str | None]:
        """Give the learner's lines that `error` passed, the deepest first, and the library call under way there."""
        if isinstance(error, SyntaxError) and error.filename and self.is_own(error.filename):
            return [Place(path=error.filename, line=error.lineno or 1, function="")], None
        steps = list(traceback.walk_tb(error.__traceback__))
        own = [i for i, (frame, _) in enumerate(steps) if self.is_own(frame.f_code.co_filename)]
        places = [
            Place(path=frame.f_code.co_filename, line=line, function=frame.f_code.co_qualname)
            for frame, line in (steps[i] for i in reversed(own))
        ]
        if not own:
            return [], None
        deepest = own[-1]
        if deepest + 1 < len(steps):
            called = steps[deepest + 1][0]
            return places, public_name(called.f_globals.get("__name__"), called.f_code.co_qualname)
        return places, own_stack(steps[deepest][0], self.is_own)[1]


def kinds(module: ModuleType) -> dict[str, str]:
    """Tell the kind of everything that the module defines or imports, by name."""
    return {name: kind(value) for name, value in vars(module).items() if not name.startswith("__")}


def kind(value: object) -> str:
    """Name the kind of one object: what a test may do with it."""
    if isinstance(value, type):
        return "class"
    if inspect.isasyncgenfunction(value):
        return "asynchronous generator"
    if inspect.iscoroutinefunction(value):
        return "coroutine"
    if getattr(value, "__tornado_coroutine__", False):
        return "generator coroutine"
    if inspect.isgeneratorfunction(value):
        return "generator"
    if inspect.ismodule(value):
        return "module"
    return "function" if callable(value) else type(value).__name__


def error_classes(module: ModuleType) -> dict[str, list[str]]:
    """Give the exception classes that the module holds, with the names of their bases."""
    return {
        name: [f"{base.__module__}:{base.__qualname__}" for base in value.__mro__][:20]
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
