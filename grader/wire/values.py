"""Plain values as JSON, by exact type; everything else as a reference.

None, bool, int, float, str, bytes, list, tuple and dict travel by value. A subclass of one of them does not: a `str`
whose `__eq__` says yes to everything must not meet a test's `==`. What JSON cannot hold is an object with one key
that names its kind.
"""

import base64
import binascii
import itertools
import math
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from grader.wire.channel import ProtocolError

DEPTH_LIMIT = 50
PARTS_LIMIT = 1 << 19  # each has a byte and a comma at least, so no frame has more
_JSON_INT_BITS = 63
# Of so many keys with one hash each costs a walk past all before it: 25,000 in one frame held the judge for 6 s.
_SAME_HASH_LIMIT = 100
_CONTAINERS = (list, tuple, dict)

Refer = Callable[[object], dict[str, Any]]
Resolve = Callable[[dict[str, Any]], object]


class CannotTravelError(TypeError):
    """A value that neither travels by value nor may become a reference."""


def encode(value: object, refer: Refer) -> Any:
    """Give the JSON form of `value`; `refer` gives the form {"ref": …} of what is not plain.

    Raises CannotTravelError for a nesting deeper than DEPTH_LIMIT (so also for a list that contains itself), and for
    more than PARTS_LIMIT parts: fifty lists that hold the one before twice are 2**50 of them.
    """
    if _size(value, {}, 0).parts > PARTS_LIMIT:
        raise CannotTravelError(f"a value of more than {PARTS_LIMIT:,} parts cannot travel")
    return _encode(value, refer)


class _Size(NamedTuple):
    parts: int
    height: int


_SMALLEST = _Size(parts=1, height=0)


def _size(value: object, known: dict[int, _Size], depth: int) -> _Size:
    """Measure a value; what stands in it several times counts each time, but is walked through only once."""
    kind = type(value)
    found = known.get(id(value)) if kind in _CONTAINERS else _SMALLEST
    if depth + (found.height if found else 0) > DEPTH_LIMIT:
        raise CannotTravelError(f"a value nested more than {DEPTH_LIMIT} deep cannot travel (does it contain itself?)")
    if found is None:
        items: Any = itertools.chain.from_iterable(value.items()) if kind is dict else value  # type: ignore[attr-defined]
        sizes = [_size(item, known, depth + 1) for item in items]
        height = 1 + max((size.height for size in sizes), default=-1)
        found = known[id(value)] = _Size(1 + sum(size.parts for size in sizes), height)
    return found


def _encode(value: object, refer: Refer) -> Any:
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind in _SCALARS:
        return _SCALARS[kind](value)
    if kind is list:
        return [_encode(item, refer) for item in value]  # type: ignore[attr-defined]
    if kind is tuple:
        return {"tuple": [_encode(item, refer) for item in value]}  # type: ignore[attr-defined]
    if kind is dict:
        pairs = value.items()  # type: ignore[attr-defined]
        return {"dict": [[_encode(each, refer) for each in pair] for pair in pairs]}
    return refer(value)


def decode(data: Any, resolve: Resolve, depth: int = 0) -> Any:
    """Give the value of a JSON form; `resolve` gives the object of a reference. Raises ProtocolError."""
    if depth > DEPTH_LIMIT:
        raise ProtocolError("a value nested too deep")
    if type(data) is list:
        return [decode(item, resolve, depth + 1) for item in data]
    if type(data) is not dict:
        return data
    if "ref" in data:
        return resolve(data)
    if len(data) != 1:
        raise ProtocolError("a value of no known kind")
    ((kind, content),) = data.items()
    try:
        return _decode_tagged(kind, content, lambda item: decode(item, resolve, depth + 1))
    except (TypeError, ValueError, binascii.Error) as error:
        raise ProtocolError(f"a bad value of kind {kind!r:.20}") from error


def _list(content: Any) -> list[Any]:
    if type(content) is not list:  # a str or a dict can be iterated over, too
        raise TypeError(type(content))
    return content


def _decode_tagged(kind: str, content: Any, item: Callable[[Any], Any]) -> Any:
    match kind:
        case "tuple":
            return tuple(item(each) for each in _list(content))
        case "dict":
            return _dict([(item(key), item(value)) for key, value in map(_list, _list(content))])
        case "bytes":
            return base64.b64decode(content, validate=True)
        case "int":
            return int(content, 16)
        case "float" if content in ("inf", "-inf", "nan"):
            return float(content)
        case "str":
            return base64.b64decode(content, validate=True).decode("utf-8", "surrogatepass")
        case _:
            raise ValueError(kind)


def _dict(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    hashes = Counter(hash(key) for key, _ in pairs) if len(pairs) > _SAME_HASH_LIMIT else Counter[int]()
    if max(hashes.values(), default=0) > _SAME_HASH_LIMIT:
        raise ValueError("keys that were made to have the same hash")
    return dict(pairs)


def _encode_int(value: int) -> Any:
    return value if value.bit_length() <= _JSON_INT_BITS else {"int": hex(value)}


def _encode_float(value: float) -> Any:
    return value if math.isfinite(value) else {"float": repr(value)}


def _encode_str(value: str) -> Any:
    try:
        value.encode()
    except UnicodeEncodeError:  # lone surrogates are text to Python, but not to JSON
        return {"str": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode("ascii")}
    return value


def _encode_bytes(value: bytes) -> Any:
    return {"bytes": base64.b64encode(value).decode("ascii")}


_SCALARS: dict[type, Callable[[Any], Any]] = {
    int: _encode_int,
    float: _encode_float,
    str: _encode_str,
    bytes: _encode_bytes,
}
