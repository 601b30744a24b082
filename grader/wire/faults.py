"""Exceptions as data.

Only the classes listed here are ever raised as themselves in the process that receives a fault: a submission must not
be able to raise SystemExit or pytest's own outcomes inside the judge. Any other class becomes a stand-in that derives
from its nearest listed base, so that `pytest.raises(ValueError)` still catches a JSONDecodeError.
"""

import asyncio
import builtins
import contextlib
from collections.abc import Callable
from typing import Any

import msgspec
import tornado.httpclient
import tornado.iostream
import tornado.simple_httpclient
import tornado.web
import tornado.websocket

from grader.instruments.account import Place

TEXT_LIMIT = 4000
_ARGS_LIMIT = 20
_MRO_LIMIT = 20
_GROUP_LIMIT = 20

# StopIteration and its asynchronous twin change meaning when they cross a coroutine; groups are built from their parts.
_NOT_AS_THEMSELVES = (BaseExceptionGroup, StopIteration, StopAsyncIteration)
_EXTRA: tuple[type[BaseException], ...] = (
    asyncio.CancelledError,
    asyncio.InvalidStateError,
    asyncio.IncompleteReadError,
    asyncio.LimitOverrunError,
    asyncio.QueueEmpty,
    asyncio.QueueFull,
    asyncio.BrokenBarrierError,
    tornado.web.HTTPError,
    tornado.web.MissingArgumentError,
    tornado.web.Finish,
    tornado.httpclient.HTTPClientError,
    tornado.simple_httpclient.HTTPTimeoutError,
    tornado.simple_httpclient.HTTPStreamClosedError,
    tornado.iostream.StreamClosedError,
    tornado.iostream.UnsatisfiableReadError,
    tornado.websocket.WebSocketClosedError,
)


def _name(cls: type) -> str:
    return f"{cls.__module__}:{cls.__qualname__}"


KNOWN: dict[str, type[BaseException]] = {
    _name(cls): cls
    for cls in (*vars(builtins).values(), *_EXTRA)
    if isinstance(cls, type)
    and (issubclass(cls, Exception) or cls in _EXTRA)
    and not issubclass(cls, _NOT_AS_THEMSELVES)
}


class SubmissionError(Exception):
    """The base, in the judge, of exceptions whose class is the learner's own or nobody's that we know."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One exception: the names of its classes, what it says, where it passed, and for a group its parts.

    `call` is the library function that the deepest of one's own lines had called, where one is on the stack.
    """

    classes: list[str]
    text: str
    args: list[Any] = []
    attributes: dict[str, Any] = {}
    places: list[Place] = []
    call: str | None = None
    parts: list["Fault"] = []


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a fault knew, kept on the exception that is raised for it, as `__origin__`."""

    name: str
    text: str
    places: list[Place]
    call: str | None


def origin(error: BaseException) -> Origin | None:
    """Tell where in the submission the exception came from, or None for one that is not from there."""
    found = getattr(error, "__origin__", None)
    return found if isinstance(found, Origin) else None


def pack(error: BaseException, places: Callable[[BaseException], tuple[list[Place], str | None]]) -> Fault:
    """Make a fault of `error`; `places` finds the lines to show and the library call that was under way."""
    where, call = places(error)
    parts = error.exceptions[:_GROUP_LIMIT] if isinstance(error, BaseExceptionGroup) else ()
    return Fault(
        classes=[_name(cls) for cls in type(error).__mro__[:_MRO_LIMIT]],
        text=_text(error),
        args=[_plain(arg) for arg in error.args[:_ARGS_LIMIT]] if not parts else [_text(error)],
        attributes=_attributes(error),
        places=where,
        call=call,
        parts=[pack(part, places) for part in parts],
    )


def unpack(fault: Fault, stand_ins: "StandIns") -> BaseException:
    """Give the exception to raise for `fault`; never one outside KNOWN and its stand-ins."""
    error = _group(fault, stand_ins) if fault.parts else _single(fault, stand_ins)
    error.__origin__ = Origin(  # type: ignore[attr-defined]
        name=fault.classes[0].rpartition(":")[2] if fault.classes else "?",
        text=fault.text[:TEXT_LIMIT],
        places=fault.places,
        call=fault.call,
    )
    return error


class StandIns:
    """The local classes that stand for the learner's own; one per name, so that `pytest.raises` can find it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._classes: dict[str, type[BaseException]] = {}

    def get(self, classes: list[str]) -> type[BaseException]:
        """Give the class for a fault's `classes` (its own name first, then its bases)."""
        if not classes:
            return SubmissionError
        if classes[0] in KNOWN and classes[0] != "builtins:Exception":
            return KNOWN[classes[0]]
        if classes[0] not in self._classes:
            self._classes[classes[0]] = self._make(classes)
        return self._classes[classes[0]]

    def _make(self, classes: list[str]) -> type[BaseException]:
        base = next((KNOWN[name] for name in classes[1:] if name in KNOWN and KNOWN[name] is not Exception), None)
        module, _, name = classes[0].partition(":")
        return type(name.rpartition(".")[2], (base or SubmissionError,), {"__module__": module})


def _single(fault: Fault, stand_ins: StandIns) -> BaseException:
    cls = stand_ins.get(fault.classes)
    try:
        error = cls.__new__(cls)
        error.args = tuple(fault.args)
        for name, value in fault.attributes.items():
            if not name.startswith("__"):
                setattr(error, name, value)
        str(error)
    except Exception:  # noqa: BLE001 -- whatever made-up attributes do to a class, the fault still has its text
        return SubmissionError(fault.text)
    return error


def _group(fault: Fault, stand_ins: StandIns) -> BaseException:
    parts = [part for part in (unpack(each, stand_ins) for each in fault.parts) if isinstance(part, Exception)]
    return ExceptionGroup(fault.text, parts) if parts else SubmissionError(fault.text)


def _attributes(error: BaseException) -> dict[str, Any]:
    # `response` of an HTTPClientError is an object of the loop that made it; its code and message do travel.
    own = {name: value for name, value in vars(error).items() if not name.startswith("__") and name != "response"}
    if isinstance(error, OSError):
        own |= {"errno": error.errno, "strerror": error.strerror}
    return {name: _plain(value) for name, value in list(own.items())[:_ARGS_LIMIT]}


def _plain(value: object) -> Any:
    if value is None or type(value) is bool:
        return value
    if type(value) is int and value.bit_length() < 63:
        return value
    if type(value) is float and value == value and abs(value) != float("inf"):  # noqa: PLR0124 -- not NaN
        return value
    return _clean(str(value)) if not isinstance(value, BaseException) else _text(value)


def _text(error: BaseException) -> str:
    with contextlib.suppress(Exception):  # a learner's __str__ may raise; the name of the class must do then
        return _clean(error.message if isinstance(error, BaseExceptionGroup) else str(error))
    return ""


def _clean(text: str) -> str:
    return text[:TEXT_LIMIT].encode("utf-8", "backslashreplace").decode()
