"""Fuzzing the wire: any bytes give messages or a protocol error, and what a message carries can be used as it is."""

import contextlib
import json
import math
import random
import struct
from typing import Any

import msgspec
from fuzz_faults import PLAIN_JSON, use_fault
from fuzz_properties import Property, mutated, tokens
from hypothesis import strategies as st

from grader.instruments.account import Account, Place, Sample, Tick
from grader.wire.channel import FRAME_LIMIT_BYTES, Channel, ChannelClosedError, ProtocolError, socket_pair
from grader.wire.faults import Fault
from grader.wire.messages import (
    Asleep,
    Call,
    Cancel,
    Ending,
    Idle,
    Loaded,
    Message,
    Parked,
    Raised,
    Read,
    Returned,
    Stock,
    Waiting,
    Where,
    decode_message,
    encode_message,
    to_candidate,
    to_judge,
)
from grader.wire.values import decode, encode

PIECE_BYTES = 1 << 16
_PLACE = Place(path="/a.py", line=1, function="f")
_SAMPLE = Sample(places=(_PLACE,), call="time.sleep", system_call=None, count=2)
_TICK = Tick(start_ns=1, wall_ns=2, cpu_ns=3, run_delay_ns=4, voluntary_switches=5, samples=(_SAMPLE,))
_FAULT = Fault(classes=["a:B", "builtins:ValueError"], text="bad", args=["bad", {"tuple": [1]}], attributes={"x": 1})
GOOD = tuple(
    encode_message(message)
    for message in (
        Call(
            id=1, on=0, name="fetch", args=[1, {"tuple": []}], kwargs={"k": {"ref": "yours", "number": 0}}, waits=True
        ),
        Read(id=2, on=3, name="x"),
        Cancel(id=2),
        Returned(id=3, value={"dict": [[{"int": hex(2**70)}, {"bytes": "AA=="}], ["k", {"float": "nan"}]]}),
        Raised(id=4, fault=msgspec.structs.replace(_FAULT, parts=[_FAULT], places=[_PLACE])),
        Loaded(id=1, kinds={"f": "coroutine"}, errors={"E": ["submission:E"]}),
        Stock(id=6, account=Account(ticks=(_TICK,)), pending_tasks=["t"], warnings=[], never_retrieved=[]),
        Ending(fault=_FAULT),
        Idle(number=1, seen=2, deadline_ns=3, busy=False, watchdog=5, waiting=(Waiting(task="t", place=_PLACE),)),
        Asleep(number=1, seen=2, until_ns=3, busy=False, watchdog=5, tick=6, places=(_PLACE,)),
        Parked(until_ns=None),
        Where(places=(_PLACE,), call=None),
    )
)
_TOKENS = (*tokens("wire"), b"1" * 300)

# --- any bytes

_frames = st.one_of(
    st.binary(max_size=200),
    mutated(GOOD, _TOKENS, 1 << 16),
    st.builds(
        lambda opening, times: opening * times, st.sampled_from((b"[", b'{"a":', b'[{"a":', b'"')), st.integers(1, 5000)
    ),
)
_lengths = st.one_of(
    st.none(), st.integers(0, 2**32 - 1), st.sampled_from((0, 1, FRAME_LIMIT_BYTES, FRAME_LIMIT_BYTES + 1))
)


@st.composite
def _streams(draw: st.DrawFn) -> tuple[bytes, ...]:
    """Frames, some of which lie about their length, in pieces of any size."""
    stream = b""
    for frame in draw(st.lists(_frames, min_size=1, max_size=4)):
        length = draw(_lengths)
        stream += struct.pack(">I", len(frame) if length is None else length) + frame
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    return tuple(stream[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True))


def _bytes_give_messages_or_the_protocol_error(pieces: tuple[bytes, ...], _: Any) -> None:
    ours, theirs = socket_pair()
    with ours, theirs, contextlib.suppress(ProtocolError, ChannelClosedError):
        channel = Channel(ours)
        for piece in pieces:
            for start in range(0, len(piece), PIECE_BYTES):
                theirs.sendall(piece[start : start + PIECE_BYTES])
                for frame in channel.receive():
                    use_frame(frame)
        theirs.close()
        list(channel.receive())


FRAMES_OF_A_SEED = 200


def _changed_frames_of_a_seed(number: int, _: Any) -> None:
    """Many frames an example: changes by the byte need numbers more than they need to be made shorter."""
    chance = random.Random(number)
    for _each in range(FRAMES_OF_A_SEED):
        frame = bytearray(chance.choice(GOOD))
        for _change in range(chance.randint(1, 8)):
            at, length = chance.randrange(len(frame) + 1), chance.choice((0, 0, 1, 1, 2, 9))
            frame[at : at + length] = chance.choice(
                (b"", chance.randbytes(1), chance.choice(_TOKENS), chance.choice(GOOD)[at:])
            )
        use_frame(bytes(frame))


def use_frame(frame: bytes) -> None:
    """Read a frame as either side, and use what it carries as the judge does."""
    for decoder in (to_judge, to_candidate):
        try:
            message: Any = decode_message(frame, decoder)
        except ProtocolError:
            continue
        assert decode_message(encode_message(message), decoder) is not None
        with contextlib.suppress(ProtocolError):
            use_message(message)


def use_message(message: Message) -> None:
    """Decode values, make exceptions. Raises ProtocolError alone."""
    match message:
        case Returned():
            repr_of(decode(message.value, _resolve))
        case Call():
            repr_of([decode(value, _resolve) for value in (*message.args, *message.kwargs.values())])
        case Raised() | Ending():
            use_fault(message.fault)


def repr_of(value: object) -> str:
    """Write a value out; a whole number of more digits than Python writes is a ValueError by design."""
    with contextlib.suppress(ValueError):
        return repr(value)
    return ""


def _resolve(data: dict[str, Any]) -> object:
    if data["ref"] not in ("mine", "yours") or type(data.get("number")) is not int:
        raise ProtocolError("a reference of no known kind")
    return object()


# --- values

_surrogates = st.text(st.characters(), max_size=20)
_keys = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _surrogates, st.binary(max_size=9)
)
_keys = st.one_of(_keys, st.tuples(_keys, _keys))
values = st.recursive(
    st.one_of(_keys, st.floats(), st.integers(-(2**300), 2**300), st.integers(0, 20_000).map(lambda bits: 1 << bits)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(_keys, inner, max_size=5),
    ),
    max_leaves=30,
)


def _a_value_arrives_as_it_was(value: Any, _: Any) -> None:
    frame = encode_message(Returned(id=1, value=encode(value, _refuse)))
    arrived = decode_message(frame, to_judge)
    assert isinstance(arrived, Returned)
    assert _same(decode(arrived.value, _refuse), value)


def _refuse(value: object) -> Any:
    raise AssertionError(value)


def _same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return _same(list(one.items()), list(other.items()))
    return bool(one == other)


def _any_json_is_a_value_or_the_protocol_error(data: Any, _: Any) -> None:
    with contextlib.suppress(ProtocolError):
        repr_of(decode(json.loads(json.dumps(data)), _resolve))


PROPERTIES = [
    Property(
        name="any bytes give messages or the protocol error",
        subject="wire",
        examples=_streams(),
        holds=_bytes_give_messages_or_the_protocol_error,
    ),
    Property(
        name=f"{FRAMES_OF_A_SEED} changed frames of each seed give messages or the protocol error",
        subject="wire",
        examples=st.integers(0, 2**64),
        holds=_changed_frames_of_a_seed,
    ),
    Property(name="a value arrives as it was", subject="wire", examples=values, holds=_a_value_arrives_as_it_was),
    Property(
        name="any JSON is a value or the protocol error",
        subject="wire",
        examples=PLAIN_JSON,
        holds=_any_json_is_a_value_or_the_protocol_error,
    ),
]
