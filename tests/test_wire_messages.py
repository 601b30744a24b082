"""A frame has the exact shape of a message for its side, or it is a ProtocolError."""

import msgspec
import pytest

from grader.instruments.account import Account, Place, Sample, Tick
from grader.wire.channel import ProtocolError
from grader.wire.faults import Fault
from grader.wire.messages import (
    Call,
    Cancel,
    Ending,
    Finish,
    Load,
    Loaded,
    Message,
    Raised,
    Read,
    Returned,
    Serve,
    Stock,
    TakeStock,
    decode_message,
    encode_message,
    to_candidate,
    to_judge,
)

PLACE = Place(path="/a.py", line=1, function="f")
SAMPLE = Sample(places=(PLACE,), call="time.sleep", system_call=None, count=2)
TICK = Tick(start_ns=1, wall_ns=2, cpu_ns=3, run_delay_ns=4, voluntary_switches=5, samples=(SAMPLE,))
FAULT = Fault(classes=["builtins:ValueError"], text="bad", args=["bad"], places=[PLACE])

CALL = Call(id=1, on=0, name="fetch", args=[1, {"tuple": []}], kwargs={"k": None}, waits=True)
BOTH = [CALL, Read(id=2, on=3, name="x"), Cancel(id=2), Returned(id=3, value={"dict": []}), Raised(id=4, fault=FAULT)]
FOR_CANDIDATE = [
    *BOTH,
    Load(id=1, module="submission", path="/s.py"),
    Serve(id=5, args=[], kwargs={}),
    TakeStock(id=6),
    Finish(id=7),
]
FOR_JUDGE = [
    *BOTH,
    Loaded(id=1, kinds={"f": "coroutine"}, errors={"E": ["submission:E"]}),
    Stock(id=6, account=Account(ticks=(TICK,)), pending_tasks=["t"], warnings=[], never_retrieved=[]),
    Ending(fault=FAULT),
]


@pytest.mark.parametrize("message", FOR_CANDIDATE, ids=lambda message: type(message).__name__)
def test_what_the_judge_says_arrives_as_it_was(message: Message) -> None:
    assert decode_message(encode_message(message), to_candidate) == message


@pytest.mark.parametrize("message", FOR_JUDGE, ids=lambda message: type(message).__name__)
def test_what_the_candidate_says_arrives_as_it_was(message: Message) -> None:
    assert decode_message(encode_message(message), to_judge) == message


@pytest.mark.parametrize("message", FOR_CANDIDATE[len(BOTH) :], ids=lambda message: type(message).__name__)
def test_the_candidate_may_not_say_what_is_the_judge_s_to_say(message: Message) -> None:
    with pytest.raises(ProtocolError, match=r"^a frame that is no message$"):
        decode_message(encode_message(message), to_judge)


@pytest.mark.parametrize("message", FOR_JUDGE[len(BOTH) :], ids=lambda message: type(message).__name__)
def test_the_judge_does_not_say_what_is_the_candidate_s_to_say(message: Message) -> None:
    with pytest.raises(ProtocolError):
        decode_message(encode_message(message), to_candidate)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\0",
        b"\xff\xfe",
        b"not json",
        b"null",
        b"[]",
        b"{}",
        b'{"id": 1, "value": 1}',
        b'{"say": "returned", "id": 1, "value": "\xff"}',
        b'{"say": "returned", "id": 1, "value": "\\ud800"}',
        b'{"say": "returned", "id": 1, "value": 1',
        b'{"say": "returned", "id": 1, "value": 1} trailing',
        b'{"say": "returned", "id": 1, "value": NaN}',
        b'{"say": "returned", "id": 1}',
        b'{"say": "returned", "id": "1", "value": 1}',
        b'{"say": "returned", "id": 1.5, "value": 1}',
        b'{"say": "returned", "id": true, "value": 1}',
        b'{"say": "returned", "id": 1, "value": 1, "extra": 1}',
        b'{"say": "forged-verdict", "id": 1}',
        b'{"say": 7, "id": 1}',
        b'{"say": "call", "id": 1, "on": 0, "name": "x", "args": {}, "kwargs": {}}',
        b'{"say": "call", "id": 1, "on": 0, "name": 5, "args": [], "kwargs": {}}',
        b'{"say": "raised", "id": 1, "fault": {"classes": [1], "text": ""}}',
        b'{"say": "raised", "id": 1, "fault": {"classes": [], "text": "", "extra": 1}}',
        b'{"say": "raised", "id": 1, "fault": {"classes": [], "text": "", "attributes": []}}',
        b'{"say": "stock", "id": 1, "account": {"extra": 1},'
        b'"pending_tasks": [], "warnings": [], "never_retrieved": []}',
        b'{"say": "stock", "id": 1, "account": {"busy_ns": -1},'
        b'"pending_tasks": [], "warnings": [], "never_retrieved": []}',
        b'{"say": "stock", "id": 1, "account": {"busy_ns": 1' + b"0" * 400 + b'}, "pending_tasks": [], "warnings": [],'
        b'"never_retrieved": []}',
        b'{"say": "returned", "id": 1, "value": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"say": "raised", "id": 1, "fault": ' + b'{"parts": [' * 40_000,
    ],
    ids=lambda frame: repr(frame[-60:]),
)
def test_a_frame_that_is_no_message_is_refused(frame: bytes) -> None:
    with pytest.raises(ProtocolError, match=r"^a frame that is no message$"):
        decode_message(frame, to_judge)


def test_names_that_are_no_unicode_are_escaped() -> None:
    call = Call(id=1, on=0, name="\ud800", args=[], kwargs={"\udfff": 1})
    assert decode_message(encode_message(call), to_judge) == msgspec.structs.replace(
        call, name="\\ud800", kwargs={"\\udfff": 1}
    )
