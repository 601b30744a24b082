"""Stand-ins, in the candidate, for objects that live in the judge: a call-back, an Event, a fake database."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast


class Asker(Protocol):
    """How a stand-in reaches the judge."""

    def ask(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Awaitable[Any]:
        """Call a method of an object in the judge; the loop goes on meanwhile."""

    def ask_and_wait(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of an object in the judge; the calling thread stands still."""

    def read_and_wait(self, on: int, name: str) -> Any:
        """Read an attribute of an object in the judge; the calling thread stands still."""


class JudgeObject:
    """One object of the judge. Its methods are those that its `shape` names."""

    def __init__(self, asker: Asker, number: int, label: str) -> None:
        """Keep the number under which the judge knows the object."""
        self._asker = asker
        self._number = number
        self._label = label

    def __repr__(self) -> str:
        """Say what it stands for."""
        return f"<{self._label} of the test>"

    def __getattr__(self, name: str) -> Any:
        """Read an attribute that is not a method, there and now."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self._asker.read_and_wait(self._number, name)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: the test would never see it."""
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            raise AttributeError(f"{name!r} of {self!r} cannot be set from here: call a method of it")


def stand_in(asker: Asker, number: int, label: str, shape: dict[str, str]) -> Any:
    """Make the stand-in for object `number`; `shape` maps a method's name to "async" or "sync".

    The empty name is the object itself: a function travels as a shape with only that. Special methods are found on
    the type, so every stand-in has a class of its own.
    """
    if set(shape) == {""}:
        return _function(asker, number, label, shape[""])
    methods = {name or "__call__": _method(name, how) for name, how in shape.items()}
    cls = type(label.rpartition(".")[2] or "JudgeObject", (JudgeObject,), methods)
    return cls(asker, number, label)


def number_of(value: object) -> int | None:
    """Give the number of a stand-in, or None for anything else."""
    if isinstance(value, JudgeObject):
        return value._number
    found = getattr(value, "__judge_number__", None) if callable(value) else None
    return found if type(found) is int else None


def _method(name: str, how: str) -> Callable[..., Any]:
    if name == "__next__":
        return _next
    if name == "__await__":
        return lambda self: self._asker.ask(self._number, name, (), {}).__await__()
    if name in ("__aexit__", "__exit__"):
        # A traceback cannot travel; that there was an exception is told by the call itself.
        if how == "async":
            return _exit_async
        return lambda self, *_error: self._asker.ask_and_wait(self._number, name, (None, None, None), {})
    if how == "async":
        return _asynchronous(name)
    return lambda self, *args, **kwargs: self._asker.ask_and_wait(self._number, name, args, kwargs)


def _next(self: JudgeObject) -> Any:
    try:
        return self._asker.ask_and_wait(self._number, "__next__", (), {})
    except Exception as error:
        if type(error).__name__ == "StopIteration":  # it came as a stand-in: the real one ends whatever it passes
            raise StopIteration from None
        raise


async def _exit_async(self: JudgeObject, *_error: object) -> Any:
    return await self._asker.ask(self._number, "__aexit__", (None, None, None), {})


def _asynchronous(name: str) -> Callable[..., Any]:
    async def method(self: JudgeObject, *args: Any, **kwargs: Any) -> Any:
        return await self._asker.ask(self._number, name, args, kwargs)

    method.__name__ = method.__qualname__ = name or "__call__"  # what Python says of a call that nobody awaited
    return method


def _function(asker: Asker, number: int, label: str, how: str) -> Callable[..., Any]:
    async def asynchronous(*args: Any, **kwargs: Any) -> Any:
        return await asker.ask(number, "", args, kwargs)

    def synchronous(*args: Any, **kwargs: Any) -> Any:
        return asker.ask_and_wait(number, "", args, kwargs)

    function: Any = asynchronous if how == "async" else synchronous
    function.__name__ = function.__qualname__ = label
    function.__judge_number__ = number
    return cast(Callable[..., Any], function)
