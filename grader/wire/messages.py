"""What judge and candidate may say to each other."""

from typing import Any, TypeVar

import msgspec

from grader.instruments.account import Account, Count, Place
from grader.wire.channel import ProtocolError
from grader.wire.faults import Fault

THE_SUBMISSION = 0
"""The reference number of the learner's module itself."""


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="say"):
    """One frame. A request has an `id` of the sender's; the answer repeats it."""


class Load(Message, frozen=True, kw_only=True, tag="load"):
    """Judge: execute the file `path` as the module `module`. The first one comes before the loop runs."""

    id: int
    module: str
    path: str


class Loaded(Message, frozen=True, kw_only=True, tag="loaded"):
    """Candidate: the module is there. `kinds` by name; `errors`: the bases of each exception class it defines.

    `gil`: where its threads wait for the interpreter's lock (see instruments.gil), 0 if unknown.
    """

    id: int
    gil: Count = 0
    kinds: dict[str, str]
    errors: dict[str, list[str]]


class Call(Message, frozen=True, kw_only=True, tag="call"):
    """Either side: call `name` of the object `on` (an empty name: the object itself).

    From the candidate, `waits` says that its thread stands still until the answer is there.
    """

    id: int
    on: int
    name: str
    args: list[Any]
    kwargs: dict[str, Any]
    waits: bool = False


class Read(Message, frozen=True, kw_only=True, tag="read"):
    """Either side: give the attribute `name` of the object `on`."""

    id: int
    on: int
    name: str
    waits: bool = False


class Cancel(Message, frozen=True, kw_only=True, tag="cancel"):
    """Either side: the caller of `id` was cancelled; the callee decides what that means, and still answers."""

    id: int


class Returned(Message, frozen=True, kw_only=True, tag="returned"):
    """Either side: the answer to `id`."""

    id: int
    value: Any


class Raised(Message, frozen=True, kw_only=True, tag="raised"):
    """Either side: the answer to `id` is an exception."""

    id: int
    fault: Fault


class Serve(Message, frozen=True, kw_only=True, tag="serve"):
    """Judge: call make_app with these arguments, listen on loopback, return the port."""

    id: int
    args: list[Any]
    kwargs: dict[str, Any]


class TakeStock(Message, frozen=True, kw_only=True, tag="take-stock"):
    """Judge: say how the loop fares, now."""

    id: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task that waits, and the learner's line in which it does."""

    task: str
    place: Place | None


class Stock(Message, frozen=True, kw_only=True, tag="stock"):
    """Candidate: what its loop did so far, in its own words (to be believed as far as a probe is).

    `waiting`, in the last one: who waits where, in the learner's lines.
    """

    id: int
    account: Account
    pending_tasks: list[str]
    warnings: list[str]
    never_retrieved: list[str]
    waiting: tuple[Waiting, ...] = ()


class Finish(Message, frozen=True, kw_only=True, tag="finish"):
    """Judge: the test is over; stop measuring and give the last stock."""

    id: int


class Ending(Message, frozen=True, kw_only=True, tag="ending"):
    """Candidate: the submission is ending the process (sys.exit, KeyboardInterrupt); this is why."""

    fault: Fault


class Turn(Message, frozen=True, kw_only=True, tag="turn"):
    """Judge: the clock shows `now_ns`, and it is the candidate's turn to run; it answers by Idle or Asleep."""

    number: int
    now_ns: int


class Now(Message, frozen=True, kw_only=True, tag="now"):
    """Judge: the clock shows `now_ns`; nobody's turn changes."""

    now_ns: int


class Idle(Message, frozen=True, kw_only=True, tag="idle"):
    """Candidate: turn `number` is over, and its loop has nothing to do before `deadline_ns` (None: ever).

    `seen`: how many messages of the judge's it had got by then, those of the clock not counted. `busy`: something is at
    work beside the loop, so the clock has to stand. `watchdog`: the thread that watches, and is no work. `waiting` is
    told only where nothing else would happen.
    """

    number: int
    seen: Count
    deadline_ns: Count | None
    busy: bool
    watchdog: int
    waiting: tuple[Waiting, ...] = ()


class Asleep(Message, frozen=True, kw_only=True, tag="asleep"):
    """Candidate: in turn `number` the loop's own thread called time.sleep, which ends at `until_ns`.

    `tick` counts the turns of its loop; `places` are the learner's lines, the deepest first.
    """

    number: int
    seen: Count
    until_ns: Count
    busy: bool
    watchdog: int
    tick: int
    places: tuple[Place, ...]


class Parked(Message, frozen=True, kw_only=True, tag="parked"):
    """Candidate: the first of its worker threads that sleep is to wake at `until_ns` (None: none sleeps)."""

    until_ns: Count | None


class Where(Message, frozen=True, kw_only=True, tag="where"):
    """Candidate: it was interrupted in these lines of the learner's, in this call of theirs."""

    places: tuple[Place, ...]
    call: str | None


OfTheClock = Idle | Asleep | Parked | Where
"""What a candidate says of virtual time."""

ToCandidate = Turn | Now | Load | Call | Read | Cancel | Returned | Raised | Serve | TakeStock | Finish
ToJudge = OfTheClock | Loaded | Call | Read | Cancel | Returned | Raised | Stock | Ending

_encoder = msgspec.json.Encoder()
to_candidate = msgspec.json.Decoder(ToCandidate)
to_judge = msgspec.json.Decoder(ToJudge)

Side = TypeVar("Side")


def encode_message(message: Message) -> bytes:
    """Give the frame of `message`. What JSON cannot hold in a name (lone surrogates) is escaped."""
    try:
        return _encoder.encode(message)
    except UnicodeEncodeError:
        return _encoder.encode(escaped(msgspec.to_builtins(message)))


def escaped(data: Any) -> Any:
    """Give plain data with every lone surrogate in its texts written as the escape that Python would show."""
    if isinstance(data, str):
        return data.encode("utf-8", "backslashreplace").decode()
    if isinstance(data, dict):
        return {escaped(key): escaped(value) for key, value in data.items()}
    return [escaped(item) for item in data] if isinstance(data, list | tuple) else data


def decode_message(frame: bytes, decoder: "msgspec.json.Decoder[Side]") -> Side:
    """Give the message of `frame` as `decoder` (to_judge or to_candidate) allows it. Raises ProtocolError."""
    try:
        return decoder.decode(frame)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ProtocolError("a frame that is no message") from error
