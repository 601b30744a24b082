"""What the code of the advice needs around it to be run: names that its line had, and somebody to wait for.

No clock is looked at. What a piece of code waits for comes only after a callback of the loop has run, which `Gate`
sees to: a line that held the loop would wait for ever, and the limit of the test would end it.
"""

import ast
import asyncio
import functools
import inspect
import os
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.advice import advice

Names = dict[str, Any]
RUN: set[str] = set()
"""The entries that some test runs."""


def of(*names: str) -> pytest.MarkDecorator:
    """Run a test for these entries, and note that they are run."""
    RUN.update(names)
    return pytest.mark.parametrize("name", names)


class Gate:
    """Opens in a callback of the loop, not before."""

    def __init__(self, folder: Path) -> None:
        self._open = threading.Event()
        self._folder = folder
        self.on_open: list[Callable[[], object]] = []

    @property
    def is_open(self) -> bool:
        return self._open.is_set()

    def open(self) -> None:
        self._open.set()
        for act in self.on_open:
            act()

    def behind(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function, but it waits for the gate on the thread where it is called."""

        @functools.wraps(function)
        def waiting(*args: Any, **kwargs: Any) -> Any:
            self._open.wait()
            return function(*args, **kwargs)

        return waiting

    def holder(self, *modules: Any, **constants: Any) -> Any:
        """Give an object with all functions of the modules, each of them behind the gate."""
        names = {name: value for module in modules for name, value in vars(module).items() if callable(value)}
        return types.SimpleNamespace(**{name: self.behind(value) for name, value in names.items()}, **constants)

    def pipe(self, text: str) -> Path:
        """Give a named pipe that delivers the text when the gate opens."""
        path = self._folder / "pipe"
        os.mkfifo(path)
        # Opening a pipe waits for its reader, so the loop has a thread do it.
        self.on_open.append(threading.Thread(target=path.write_text, args=(text,), daemon=True).start)
        return path

    def command(self) -> str:
        """Give a command of the shell that prints a line when the gate opens, and ends."""
        return f"read line < {self.pipe('told' + os.linesep)}; echo $line"

    def program(self) -> Path:
        """Give a program that prints a line when the gate opens, and ends."""
        path = self._folder / "program"
        path.write_text(f"#!/bin/sh\n{self.command()}\n")
        path.chmod(0o700)
        return path


async def run(name: str, names: Names, gate: Gate, body: str = "pass") -> Names:
    """Run the code of an entry in the running loop; `names` are those that the learner's line had. Gives all names."""
    found = advice(name, "en")
    space: Names = {}
    exec(found.setup, space)
    space |= names
    example = found.example + (f"\n    {body}" if found.example.endswith(":") else "")
    code = compile(example, f"<{name}>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    asyncio.get_running_loop().call_soon(gate.open)
    if code.co_flags & inspect.CO_COROUTINE:
        await eval(code, space)
        assert gate.is_open, "the code never let the loop go on"
    else:
        exec(code, space)
        assert not gate.is_open
    return space
