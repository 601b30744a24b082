"""Exceptions as data.

Only the classes listed here are ever raised as themselves in the process that receives a fault: a submission must not
be able to raise SystemExit or pytest's own outcomes inside the judge. Any other class becomes a stand-in that derives
from its nearest listed base, so that `pytest.raises(ValueError)` still catches a JSONDecodeError.
"""

import asyncio
import builtins
import contextlib
import inspect
from collections.abc import Callable
from typing import Any

import msgspec
import tornado.httpclient
import tornado.iostream
import tornado.simple_httpclient
import tornado.web
import tornado.websocket

from grader.instruments.account import Place
from grader.wire.channel import ProtocolError
from grader.wire.natives import constructed, may_be_set
from grader.wire.values import decode, encode

TEXT_LIMIT = 4000
_ARGS_LIMIT = 20
_MRO_LIMIT = 20
_GROUP_LIMIT = 20
_GROUP_DEPTH = 5
_PLACES_LIMIT = 20
_NAME_LIMIT = 200
_STAND_INS_LIMIT = 1000
_FAULT_LIMIT_BYTES = 1 << 18
_GROUP = "builtins:BaseExceptionGroup"

# What the interpreter's own exceptions keep outside __dict__ and do not take from `args` alone.
_MEMBERS = ("errno", "strerror", "filename", "filename2", "lineno", "offset", "text", "name", "path")
_NEVER_SET = frozenset(dir(BaseException))

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
    return _clean(f"{cls.__module__}:{cls.__qualname__}")[:_NAME_LIMIT]


def _clean(text: str) -> str:
    # str's own methods: a learner's subclass may have others.
    return str.encode(str.__getitem__(text, slice(TEXT_LIMIT)), "utf-8", "backslashreplace").decode()


KNOWN: dict[str, type[BaseException]] = {
    _name(cls): cls
    for cls in (*vars(builtins).values(), *_EXTRA)
    if isinstance(cls, type)
    and (issubclass(cls, Exception) or cls in _EXTRA)
    and not issubclass(cls, _NOT_AS_THEMSELVES)
}


class SubmissionError(Exception):
    """The base, in the judge, of exceptions whose class is the learner's own or nobody's that we know."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    """Make a fault of `error`; `places` finds the lines to show and the library call that was under way.

    It always fits into a frame: of an exception that carries too much only the names, the text and the lines remain.
    """
    fault = _pack(error, places, _GROUP_DEPTH)
    if len(msgspec.json.encode(fault)) > _FAULT_LIMIT_BYTES:
        return Fault(classes=fault.classes, text=fault.text, args=[fault.text], places=fault.places, call=fault.call)
    return fault


def _pack(error: BaseException, places: Callable[[BaseException], tuple[list[Place], str | None]], depth: int) -> Fault:
    where, call = places(error)
    parts = error.exceptions[:_GROUP_LIMIT] if isinstance(error, BaseExceptionGroup) and depth else ()
    return Fault(
        classes=[_name(cls) for cls in type(error).__mro__[:_MRO_LIMIT]],
        text=_text(error),
        args=_args(error) if not parts else [_text(error)],
        attributes=_attributes(error),
        places=where[:_PLACES_LIMIT],
        call=call,
        parts=[_pack(part, places, depth - 1) for part in parts],
    )


def unpack(fault: Fault, stand_ins: "StandIns", depth: int = _GROUP_DEPTH) -> BaseException:
    """Give the exception to raise for `fault`; never one outside KNOWN and its stand-ins."""
    is_group = bool(fault.parts) and _GROUP in fault.classes and depth > 0
    return _group(fault, stand_ins, depth - 1) if is_group else _single(fault, stand_ins)


class StandIns:
    """The local classes that stand for the learner's own; one per name, so that `pytest.raises` can find it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._classes: dict[str, type[BaseException]] = {}
        self._telling: dict[type[BaseException], type[BaseException]] = {}

    def get(self, classes: list[str]) -> type[BaseException]:
        """Give the class for a fault's `classes` (its own name first, then its bases)."""
        if not classes:
            return SubmissionError
        first, *bases = [name[:_NAME_LIMIT] for name in classes[:_MRO_LIMIT]]
        if first in KNOWN and first != "builtins:Exception":
            return KNOWN[first]
        if first not in self._classes and len(self._classes) < _STAND_INS_LIMIT:
            self._classes[first] = self._make(first, bases)
        return self._classes.get(first, SubmissionError)

    def telling(self, cls: type[BaseException]) -> type[BaseException]:
        """Give a class under `cls` that says what its fault said, whatever `cls` would make of the arguments."""
        if cls not in self._telling:
            own = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, **_OWN_WORDS}
            self._telling[cls] = type(cls.__name__, (cls,), own)
        return self._telling[cls]

    def _make(self, first: str, bases: list[str]) -> type[BaseException]:
        base = next((KNOWN[name] for name in bases if name in KNOWN and KNOWN[name] is not Exception), None)
        module, _, name = first.partition(":")
        short = name.rpartition(".")[2].replace("\0", "?")
        return type(short, (base or SubmissionError,), {"__module__": module, **_OWN_WORDS})


def _marked(error: BaseException, fault: Fault) -> BaseException:
    error.__origin__ = Origin(  # type: ignore[attr-defined]
        name=fault.classes[0].rpartition(":")[2][:_NAME_LIMIT] if fault.classes else "?",
        text=fault.text[:TEXT_LIMIT],
        places=fault.places[:_PLACES_LIMIT],
        call=fault.call,
    )
    return error


def _told(error: BaseException) -> str:
    """Say what the exception said where it was raised: its class's own way to say it stayed there."""
    where = origin(error)
    return where.text if where else ", ".join(str(arg) for arg in error.args)


# A class may write itself out with what did not travel, also in its __repr__.
_OWN_WORDS: dict[str, Any] = {"__str__": _told, "__repr__": BaseException.__repr__}


def _single(fault: Fault, stand_ins: StandIns) -> BaseException:
    cls = stand_ins.get(fault.classes)
    error = _made(cls, fault)
    if not _says(error, fault.text):
        error = _made(stand_ins.telling(cls), fault)
    return error


def _made(cls: type[BaseException], fault: Fault) -> BaseException:
    args = [_value(arg) for arg in fault.args[:_ARGS_LIMIT]]
    error = constructed(cls, args)
    for name, data in list(fault.attributes.items())[:_ARGS_LIMIT]:
        value = _value(data)
        if name not in _NEVER_SET and not name.startswith("__") and may_be_set(error, name, value):
            with contextlib.suppress(Exception):  # a made-up attribute that the class refuses is none
                setattr(error, name, value)
    return _marked(error, fault)


def _says(error: BaseException, text: str) -> bool:
    try:
        return _clean(str(error)) == text
    except Exception:  # noqa: BLE001 -- a __str__ that misses what did not travel
        return False


def _group(fault: Fault, stand_ins: StandIns, depth: int) -> BaseException:
    made = [unpack(each, stand_ins, depth) for each in fault.parts[:_GROUP_LIMIT]]
    parts = [part for part in made if isinstance(part, Exception)]
    text = fault.text[:TEXT_LIMIT]
    return _marked(ExceptionGroup(text, parts) if parts else SubmissionError(text), fault)


def _args(error: BaseException) -> list[Any]:
    with contextlib.suppress(Exception):  # a learner's class may have an `args` of its own
        return [_plain(arg) for arg in tuple(error.args)[:_ARGS_LIMIT]]
    return []


def _attributes(error: BaseException) -> dict[str, Any]:
    own: dict[str, Any] = {}
    with contextlib.suppress(Exception):  # a learner's class may have a __dict__ of its own
        own = {name: value for name, value in vars(error).items() if type(name) is str and not name.startswith("__")}
    # `response` of an HTTPClientError is an object of the loop that made it; its code and message do travel.
    own |= {"response": None} if "response" in own else {}
    members = [name for name in _MEMBERS if inspect.ismemberdescriptor(getattr(type(error), name, None))]
    own |= {name: value for name in members if (value := getattr(error, name)) is not None}
    return {_clean(name): _plain(value) for name, value in list(own.items())[:_ARGS_LIMIT]}


def _plain(value: object) -> Any:
    if isinstance(value, BaseException):
        return _text(value)
    if type(value) is str:
        return _clean(value)
    try:
        return encode(value, _as_text)
    except Exception:  # noqa: BLE001 -- too deep, or a __str__ that raises
        return f"<{type(value).__name__[:_NAME_LIMIT]}>".encode("utf-8", "backslashreplace").decode()


def _as_text(value: object) -> Any:
    return _clean(str(value))


def _value(data: Any) -> Any:
    try:
        value = decode(data, str)
        repr(value)
    except (ProtocolError, ValueError):  # the latter: a whole number of more digits than Python writes
        return str(data)[:TEXT_LIMIT]
    return _clean(value) if type(value) is str else value


def _text(error: BaseException) -> str:
    with contextlib.suppress(Exception):  # a learner's __str__ may raise; the name of the class must do then
        return _clean(error.message if isinstance(error, BaseExceptionGroup) else str(error))
    return ""
