"""Objects of a hidden test that the submission gets to use; they stay in the judge, and only their methods travel."""

import asyncio
import inspect
from pathlib import PurePath
from typing import Any

from grader.wire.channel import ProtocolError
from grader.wire.values import CannotTravelError

# Special methods are called only where the object has them; anything else with an underscore stays private.
_SPECIAL_ASYNC = ("__aenter__", "__aexit__", "__anext__")
_SPECIAL_SYNC = (
    "__aiter__",
    "__enter__",
    "__exit__",
    "__iter__",
    "__next__",
    "__len__",
    "__getitem__",
    "__setitem__",
    "__contains__",
)
_INTERNAL_PREFIXES = ("cr_", "gi_", "ag_", "f_", "tb_", "co_")
_INTERNAL_KINDS = ("frame", "code", "traceback", "module", "cell")


class TestObjects:
    """The objects that were handed to one candidate, by number. What may be reached is fixed at that moment."""

    __test__ = False

    def __init__(self) -> None:
        """Begin with none."""
        self._objects: list[object] = []
        self._shapes: list[dict[str, str]] = []
        self._numbers: dict[int, int] = {}

    def refer(self, value: object) -> dict[str, Any]:
        """Give the reference for `value`. Raises CannotTravelError for what must not leave the judge."""
        if type(value).__name__ in _INTERNAL_KINDS:
            raise CannotTravelError(f"a {type(value).__name__} cannot be passed to the submission")
        if isinstance(value, PurePath):  # its methods would read the judge's files for the submission
            raise CannotTravelError("a Path cannot be passed to the submission: pass str(path)")
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
            self._shapes.append(_shape(value))
        return {"ref": "mine", "number": number, "label": _label(value), "shape": self._shapes[number]}

    def get(self, number: object) -> object:
        """Give the object of a number that came back. Raises ProtocolError."""
        if type(number) is not int or not 0 <= number < len(self._objects):
            raise ProtocolError("a reference to nothing")
        return self._objects[number]

    def method(self, number: int, name: str) -> Any:
        """Give what a call of `name` on object `number` calls. Raises ProtocolError for what was not handed over."""
        target = self.get(number)
        if name not in self._shapes[number]:
            raise ProtocolError("a call of a method that was not handed over")
        if name == "__await__":
            return lambda: target
        return getattr(target, name) if name else target

    def attribute(self, number: int, name: str) -> Any:
        """Read a public attribute; internals of frames and coroutines are not public, whatever their names."""
        target = self.get(number)
        if name.startswith(("_", *_INTERNAL_PREFIXES)):
            raise AttributeError(f"{name!r} of {_label(target)} is private to the test")
        return getattr(target, name)


def _shape(value: object) -> dict[str, str]:
    if inspect.isroutine(value):
        return {"": _how(value)}
    shape = {"": "async" if inspect.iscoroutinefunction(type(value).__call__) else "sync"} if callable(value) else {}
    if inspect.isawaitable(value):
        shape["__await__"] = "async"
    shape |= {name: "async" for name in _SPECIAL_ASYNC if hasattr(type(value), name)}
    shape |= {name: "sync" for name in _SPECIAL_SYNC if hasattr(type(value), name)}
    for name in dir(value):
        if not name.startswith(("_", *_INTERNAL_PREFIXES)):
            member = inspect.getattr_static(value, name, None)
            if isinstance(member, property):
                continue
            if callable(bound := getattr(value, name, None)):
                shape[name] = "async" if name in ("asend", "athrow", "aclose") else _how(bound)
    return shape


def _how(function: Any) -> str:
    is_async = inspect.iscoroutinefunction(function) or getattr(function, "__tornado_coroutine__", False)
    return "async" if is_async or asyncio.iscoroutinefunction(function) else "sync"


def _label(value: object) -> str:
    name = getattr(value, "__name__", None)
    if inspect.isroutine(value) and isinstance(name, str):
        return name
    return f"{type(value).__module__}.{type(value).__qualname__}"
