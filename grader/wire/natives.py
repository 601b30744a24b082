"""The interpreter's own exceptions, made from what arrived: their C code believes whatever their fields hold.

A UnicodeDecodeError that begins at -10**14 ends the process that prints it; a SyntaxError whose text is a list, or
whose mark is two billion columns wide, ends the report about it. So a field has its type and range, or it is not set.
"""

import builtins
from typing import Any

# A file of the learner has a quarter of a megabyte, so no place in it is beyond this.
_MOST_PLACE = 1 << 20
_MOST_INDEX = 1 << 31
_UNICODE_FIELDS = frozenset({"encoding", "object", "start", "end", "reason"})
_SYNTAX_FIELDS = ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset")
_TEXTS = frozenset({"msg", "filename", "text"})


def constructed(cls: type[BaseException], args: list[Any]) -> BaseException:
    """Make an exception of `cls` that has read its fields from `args`; where they do not fit, one without fields."""
    # The interpreter's classes read their own fields from `args`; those written in Python keep theirs in __dict__. A
    # class is told by itself: a stand-in may say that its module is builtins.
    native: Any = next(base for base in cls.__mro__ if vars(builtins).get(base.__name__) is base)
    try:
        _check(native, args)
        error = cls.__new__(cls, *args)
        native.__init__(error, *args)
    except Exception:  # noqa: BLE001 -- not the arguments of that class: it does without
        error = cls.__new__(cls)
        error.args = tuple(args)
    return error


def may_be_set(error: BaseException, name: str, value: object) -> bool:
    """Tell whether the class of `error` can bear this attribute."""
    match error:
        case UnicodeError():
            return name not in _UNICODE_FIELDS
        case SyntaxError():
            return not name.startswith("_") and _is_syntax(name, value)
        case ImportError():
            return name != "name_from"  # to suggest a better one, the traceback module would import `name`
        case _:
            return True


def _check(native: type[BaseException], args: list[Any]) -> None:
    if issubclass(native, UnicodeDecodeError | UnicodeEncodeError | UnicodeTranslateError):
        start, end = args[-3:-1]
        if not 0 <= start <= end < _MOST_INDEX:
            raise ValueError(args)
    elif issubclass(native, SyntaxError):
        # Only of two arguments the second one holds the fields.
        fields = [*args[:1], *(args[1] if len(args) == 2 else ())]
        if not all(map(_is_syntax, _SYNTAX_FIELDS, fields)):
            raise ValueError(args)


def _is_syntax(name: str, value: object) -> bool:
    if name not in _SYNTAX_FIELDS or value is None:
        return True
    return type(value) is str if name in _TEXTS else type(value) is int and -1 <= value <= _MOST_PLACE
