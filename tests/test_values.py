"""Plain values come back as they were; everything else is a reference, and nonsense is a ProtocolError."""

import enum
import json
import math
from collections import OrderedDict, namedtuple
from typing import Any

import msgspec
import pytest

from grader.wire.channel import ProtocolError
from grader.wire.values import DEPTH_LIMIT, CannotTravelError, decode, encode


def refer(value: object) -> dict[str, Any]:
    return {"ref": type(value).__name__}


def resolve(data: dict[str, Any]) -> object:
    return ("resolved", data["ref"])


def travel(value: object) -> object:
    return decode(msgspec.json.decode(msgspec.json.encode(encode(value, refer))), resolve)


PLAIN = [
    None,
    True,
    False,
    0,
    -1,
    2**63 - 1,
    -(2**63) + 1,
    2**63,
    -(2**63),
    10**5000,
    -(10**5000),
    0.1,
    1e308,
    5e-324,
    float("inf"),
    float("-inf"),
    "",
    "text",
    "ключ 键",
    "\0\x1b\u2028",
    "lone \ud800 surrogate \udfff",
    b"",
    bytes(range(256)),
    [],
    [1, [2, [3]]],
    (),
    (1, (2,), [3]),
    {},
    {"a": 1, 2: "b", None: [], True: (), b"k": 0.5},
    {(1, "x"): {(2, 3): b"deep"}},
    {"ref": 1},
    {"tuple": [1]},
    {"\ud800": "\udc00"},
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: f"{value!r:.30}" if type(value) is not int else "int")
def test_a_plain_value_comes_back_as_it_was(value: object) -> None:
    back = travel(value)
    assert (type(back), back) == (type(value), value)


def test_types_inside_come_back_exactly() -> None:
    assert repr(travel([1, 1.0, True, (None,), -0.0])) == "[1, 1.0, True, (None,), -0.0]"


def test_not_a_number_comes_back() -> None:
    back = travel(float("nan"))
    assert isinstance(back, float)
    assert math.isnan(back)


def test_the_order_of_a_dict_is_kept() -> None:
    assert list(travel({"b": 1, "a": 2}).items()) == [("b", 1), ("a", 2)]  # type: ignore[attr-defined]


class YesString(str):
    """A cheat: equal to everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Number(int):
    pass


class Shade(enum.IntEnum):
    DARK = 1


Pair = namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (YesString("x"), "YesString"),
        (Number(1), "Number"),
        (Shade.DARK, "Shade"),
        (Pair(1, 2), "Pair"),
        (OrderedDict(a=1), "OrderedDict"),
        (bytearray(b"x"), "bytearray"),
        ({1}, "set"),
        (1j, "complex"),
        (object(), "object"),
        (int, "type"),
    ],
)
def test_everything_that_is_not_exactly_plain_is_a_reference(value: object, name: str) -> None:
    assert travel([value]) == [("resolved", name)]


def nested(levels: int, wrap: Any) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = wrap(value)
    return value


WRAPS = [lambda v: [v], lambda v: (v,), lambda v: {"k": v}]


@pytest.mark.parametrize("wrap", WRAPS, ids=["list", "tuple", "dict"])
def test_the_deepest_value_that_may_travel_does(wrap: Any) -> None:
    value = nested(DEPTH_LIMIT, wrap)
    assert travel(value) == value


@pytest.mark.parametrize("wrap", WRAPS, ids=["list", "tuple", "dict"])
def test_one_level_more_does_not_travel(wrap: Any) -> None:
    with pytest.raises(CannotTravelError) as caught:
        encode(nested(DEPTH_LIMIT + 1, wrap), refer)
    assert str(caught.value) == "a value nested more than 50 deep cannot travel (does it contain itself?)"


def test_a_value_that_contains_itself_does_not_travel() -> None:
    ring: list[object] = []
    ring += [ring, ring]
    knot: dict[str, object] = {}
    knot["self"] = (knot,)
    for value in (ring, knot):
        with pytest.raises(CannotTravelError):
            encode(value, refer)


def test_what_stands_in_several_places_may_be_too_deep_in_one_of_them() -> None:
    deep: list[object] = []
    for _ in range(DEPTH_LIMIT // 2):
        deep = [deep]
    above: list[object] = [deep]
    for _ in range(DEPTH_LIMIT // 2):
        above = [above]
    assert encode([deep, deep], refer) == [deep, deep]
    with pytest.raises(CannotTravelError):
        encode([deep, above], refer)


def test_a_value_that_shares_its_parts_is_refused_before_it_fills_the_memory() -> None:
    value: list[object] = []
    for _ in range(DEPTH_LIMIT - 1):
        value = [value, value]
    with pytest.raises(CannotTravelError) as caught:
        encode(value, refer)
    assert str(caught.value) == "a value of more than 524,288 parts cannot travel"


@pytest.mark.parametrize(
    "text",
    [
        "[" * (DEPTH_LIMIT + 2) + "]" * (DEPTH_LIMIT + 2),
        "{}",
        '{"a": 1, "b": 2}',
        '{"set": [1]}',
        '{"tuple": "abc"}',
        '{"tuple": {"dict": []}}',
        '{"tuple": 1}',
        '{"dict": ["ab"]}',
        '{"dict": [{"a": 1, "b": 2}]}',
        '{"dict": [[1]]}',
        '{"dict": [[1, 2, 3]]}',
        '{"dict": [[[], 1]]}',
        '{"dict": 1}',
        '{"bytes": "?"}',
        '{"bytes": "é"}',
        '{"bytes": 1}',
        '{"bytes": ["YQ=="]}',
        '{"int": "ten"}',
        '{"int": 10}',
        '{"float": "1.5"}',
        '{"float": []}',
        '{"str": "YQ"}',
        '{"str": "/w=="}',
        '{"float": "infinity"}',
    ],
)
def test_what_no_honest_peer_sends_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        decode(json.loads(text), resolve)


def test_an_object_that_the_resolver_does_not_know_is_refused() -> None:
    def know_nothing(_: dict[str, Any]) -> object:
        raise ProtocolError("a reference to nothing")

    with pytest.raises(ProtocolError, match=r"^a reference to nothing$"):
        decode([{"tuple": [{"ref": 7}]}], know_nothing)
