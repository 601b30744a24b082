"""Exceptions as data: the known ones come back as themselves, nothing else is ever raised as what it says it is."""

import asyncio
import errno
import json
from typing import Any

import msgspec
import pytest
import tornado.httpclient
import tornado.iostream
import tornado.web
from _pytest import outcomes

from grader.instruments.account import Place
from grader.wire.channel import FRAME_LIMIT_BYTES
from grader.wire.faults import KNOWN, TEXT_LIMIT, Fault, Origin, StandIns, SubmissionError, origin, pack, unpack

PLACE = Place(path="/somewhere/submission.py", line=3, function="fetch")


def travel(error: BaseException, stand_ins: StandIns | None = None) -> BaseException:
    fault = pack(error, lambda _: ([PLACE], "json.loads"))
    arrived = msgspec.json.decode(msgspec.json.encode(fault), type=Fault)
    return unpack(arrived, stand_ins or StandIns())


def json_error() -> BaseException:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("{")
    return caught.value


def decode_error() -> BaseException:
    with pytest.raises(UnicodeDecodeError) as caught:
        b"\xff".decode()
    return caught.value


def missing_file() -> BaseException:
    with pytest.raises(FileNotFoundError) as caught:
        open("/no/such/file")  # noqa: SIM115, PTH123 -- it is not there
    return caught.value


def missing_name() -> BaseException:
    with pytest.raises(NameError) as caught:
        eval("no_such_name")
    return caught.value


def wrong_syntax() -> BaseException:
    with pytest.raises(SyntaxError) as caught:
        compile("x = = 1", "submission.py", "exec")
    return caught.value


THEMSELVES: list[tuple[BaseException, dict[str, Any]]] = [
    (ValueError("bad"), {}),
    (ValueError(), {}),
    (ValueError("a", 1, (2, [3]), {"k": b"v"}, 2**70), {}),
    (KeyError("name"), {}),
    (KeyError(("a", 1)), {}),
    (ZeroDivisionError("division by zero"), {}),
    (TimeoutError(), {"errno": None}),
    (OSError("only a text"), {"errno": None, "strerror": None, "filename": None}),
    (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), {"errno": errno.ECONNREFUSED, "strerror": "refused"}),
    (missing_file(), {"errno": errno.ENOENT, "filename": "/no/such/file"}),
    (decode_error(), {"encoding": "utf-8", "object": b"\xff", "start": 0, "end": 1, "reason": "invalid start byte"}),
    (missing_name(), {"name": "no_such_name"}),
    (wrong_syntax(), {"msg": "invalid syntax", "lineno": 1, "filename": "submission.py", "text": "x = = 1\n"}),
    (ModuleNotFoundError("No module named 'x'", name="x"), {"name": "x"}),
    (asyncio.CancelledError("why"), {}),
    (asyncio.QueueEmpty(), {}),
    (asyncio.IncompleteReadError(b"ab", 5), {"partial": b"ab", "expected": 5}),
    (tornado.web.HTTPError(404), {"status_code": 404, "reason": None, "log_message": None}),
    (tornado.web.HTTPError(418, "no %s", "coffee", reason="Teapot"), {"status_code": 418, "reason": "Teapot"}),
    (tornado.web.MissingArgumentError("q"), {"status_code": 400, "arg_name": "q"}),
    (tornado.httpclient.HTTPClientError(503, "busy"), {"code": 503, "message": "busy", "response": None}),
    (tornado.iostream.StreamClosedError(), {"real_error": None}),
]


@pytest.mark.parametrize(("error", "attributes"), THEMSELVES, ids=lambda value: type(value).__name__)
def test_a_known_exception_comes_back_as_itself(error: BaseException, attributes: dict[str, Any]) -> None:
    back = travel(error)
    assert (type(back), back.args, str(back)) == (type(error), error.args, str(error))
    assert {name: getattr(back, name) for name in attributes} == attributes


def test_where_it_came_from_is_kept() -> None:
    found = origin(travel(KeyError("x")))
    assert found == Origin(name="KeyError", text="'x'", places=[PLACE], call="json.loads")
    assert origin(KeyError("x")) is None


def test_a_library_s_own_class_is_caught_by_its_nearest_known_base() -> None:
    back = travel(json_error())
    assert isinstance(back, ValueError)
    assert type(back).__name__ == "JSONDecodeError"
    assert str(back) == "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    assert (back.lineno, back.colno, back.pos) == (1, 2, 1)  # type: ignore[attr-defined]


class NotFound(LookupError):  # noqa: N818 -- as learners call theirs
    """A learner's own, which says more than its arguments."""

    def __init__(self, page: int) -> None:
        super().__init__(page)
        self.page = page

    def __str__(self) -> str:
        return f"there is no page {self.page}"


class Refused(tornado.web.HTTPError):
    pass


class Undecodable(UnicodeDecodeError):  # noqa: N818 -- as learners call theirs
    def __init__(self) -> None:
        super().__init__("utf-8", b"\xff", 0, 1, "own reason")
        self.args = ("other", "arguments")


class Plain(Exception):  # noqa: N818 -- as learners call theirs
    pass


def test_a_learner_s_own_exception_is_caught_by_its_base_and_by_its_stand_in() -> None:
    stand_ins = StandIns()
    stand_in = stand_ins.get([f"{cls.__module__}:{cls.__qualname__}" for cls in NotFound.__mro__])
    with pytest.raises(stand_in, match=r"^there is no page 7$") as caught:
        raise travel(NotFound(7), stand_ins)
    assert (type(caught.value), type(caught.value).__name__) == (stand_in, "NotFound")
    assert isinstance(caught.value, LookupError)
    assert (caught.value.args, caught.value.page) == ((7,), 7)  # type: ignore[attr-defined]


def test_a_learner_s_http_error_keeps_its_code() -> None:
    back = travel(Refused(403, "no"))
    assert isinstance(back, tornado.web.HTTPError)
    assert (back.status_code, back.log_message, str(back)) == (403, "no", "HTTP 403: Forbidden (no)")


def test_a_class_whose_arguments_are_not_its_base_s_is_still_of_that_class() -> None:
    back = travel(Undecodable())
    assert isinstance(back, UnicodeDecodeError)
    assert str(back) == "'utf-8' codec can't decode byte 0xff in position 0: own reason"


def test_a_base_of_no_known_class_is_a_submission_error() -> None:
    back = travel(Plain("what it says"))
    assert isinstance(back, SubmissionError)
    assert (type(back).__name__, str(back)) == ("Plain", "what it says")


class Leave(SystemExit):
    pass


class Interrupt(KeyboardInterrupt):
    pass


class Base(BaseException):
    pass


@pytest.mark.parametrize(
    "error",
    [
        SystemExit(0),
        KeyboardInterrupt(),
        GeneratorExit(),
        StopIteration(1),
        StopAsyncIteration(),
        outcomes.Skipped("s"),
        outcomes.Failed("f"),
        outcomes.Exit("e"),
        outcomes.XFailed("x"),
        Leave(0),
        Interrupt(),
        Base("b"),
        Exception("bare"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_would_steer_the_judge_never_comes_back_as_itself(error: BaseException) -> None:
    back = travel(error)
    assert isinstance(back, SubmissionError)
    assert not isinstance(back, (SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration, StopAsyncIteration))
    assert not isinstance(back, outcomes.OutcomeException)
    assert type(back).__name__ == type(error).__name__


def test_no_known_class_steers_the_judge() -> None:
    others = {name: cls for name, cls in KNOWN.items() if not issubclass(cls, Exception)}
    assert others == {"asyncio.exceptions:CancelledError": asyncio.CancelledError}


def test_a_group_comes_back_with_its_parts() -> None:
    group = ExceptionGroup(
        "both", [ValueError("a"), ExceptionGroup("inner", [NotFound(1), tornado.web.HTTPError(404)])]
    )
    back = travel(group)
    assert isinstance(back, ExceptionGroup)
    assert back.message == "both"
    first, inner = back.exceptions
    assert isinstance(inner, ExceptionGroup)
    assert [str(each) for each in (first, *inner.exceptions)] == ["a", "there is no page 1", "HTTP 404: Not Found"]
    assert [type(each).__name__ for each in (first, *inner.exceptions)] == ["ValueError", "NotFound", "HTTPError"]
    assert origin(back) == Origin(name="ExceptionGroup", text="both", places=[PLACE], call="json.loads")


def test_a_group_of_ends_ends_nothing() -> None:
    back = travel(BaseExceptionGroup("ends", [SystemExit(0), KeyboardInterrupt()]))
    assert isinstance(back, ExceptionGroup)
    assert all(isinstance(part, SubmissionError) for part in back.exceptions)


class Mute(ValueError):  # noqa: N818 -- as learners call theirs
    def __str__(self) -> str:
        raise RuntimeError("no text for you")


class Long(ValueError):  # noqa: N818 -- as learners call theirs
    def __str__(self) -> str:
        return "x" * 10_000_000


class Odd(str):
    """A text that lies about itself."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        return "cut by the learner"

    def encode(self, *_: str) -> bytes:
        return b"encoded by the learner"


class Speaks(ValueError):  # noqa: N818 -- as learners call theirs
    def __str__(self) -> str:
        return Odd("real")


class Stuffed(ValueError):  # noqa: N818 -- as learners call theirs
    def __init__(self) -> None:
        super().__init__(object(), Mute(), 10**5000, float("nan"), Odd("inside"), [b"x" * 10_000_000])
        self.__dict__.update({1: "a number", "\ud800": "\udfff", "deep": [[]], "with_traceback": 1, "__class__": 2})  # type: ignore[dict-item]


class Closed(ValueError):  # noqa: N818 -- as learners call theirs
    args = property(lambda _: 1 / 0)
    __dict__ = property(lambda _: 1 / 0)


def test_a_text_that_cannot_be_had_is_empty() -> None:
    back = travel(Mute())
    assert isinstance(back, ValueError)
    assert str(back) == ""


def test_a_text_of_ten_megabytes_is_cut() -> None:
    back = travel(Long("a"))
    assert isinstance(back, ValueError)
    assert str(back) == "x" * TEXT_LIMIT


def test_a_text_of_a_class_of_its_own_is_read_as_a_text() -> None:
    assert str(travel(Speaks())) == "real"


def test_an_exception_that_hides_its_arguments_still_comes() -> None:
    back = travel(Closed("x"))
    assert (type(back).__name__, back.args) == ("Closed", ())
    assert isinstance(back, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        Stuffed(),
        ExceptionGroup("g", [ValueError(*["x" * TEXT_LIMIT] * 20) for _ in range(20)]),
        ValueError([["x" * 1000] * 1000]),
        ValueError(*["\udfff" * TEXT_LIMIT] * 20),
    ],
    ids=["stuffed", "group", "list", "surrogates"],
)
def test_whatever_an_exception_carries_it_fits_into_a_frame(error: BaseException) -> None:
    fault = pack(error, lambda _: ([PLACE] * 10_000, None))
    assert len(msgspec.json.encode(fault)) < FRAME_LIMIT_BYTES // 2
    assert isinstance(unpack(fault, StandIns()), ValueError | SubmissionError)


class Endless(ExceptionGroup[Exception]):
    @property
    def exceptions(self) -> tuple[Any, ...]:
        return (self,)


def test_a_group_that_contains_itself_has_an_end() -> None:
    back = travel(Endless("ring", [ValueError()]))
    depth = 0
    while isinstance(back, ExceptionGroup):
        back, depth = back.exceptions[0], depth + 1
    assert (depth, type(back).__name__) == (5, "Endless")


LIES: list[tuple[dict[str, Any], type[BaseException]]] = [
    ({"classes": []}, SubmissionError),
    ({"classes": ["builtins:SystemExit"]}, SubmissionError),
    ({"classes": ["_pytest.outcomes:Skipped", "builtins:BaseException"]}, SubmissionError),
    ({"classes": ["submission:X", "builtins:SystemExit", "builtins:ValueError"]}, ValueError),
    ({"classes": ["a\0b:c\0d"]}, SubmissionError),
    ({"classes": ["x" * 100_000]}, SubmissionError),
    ({"classes": ["", "builtins:KeyError"]}, KeyError),
    ({"classes": ["builtins:ValueError"], "attributes": {"args": 1, "__class__": 2, "with_traceback": 3}}, ValueError),
    ({"classes": ["builtins:OSError"], "args": [2, "no"], "attributes": {"errno": "two"}}, OSError),
    ({"classes": ["builtins:UnicodeDecodeError"], "args": [1]}, UnicodeDecodeError),
    ({"classes": ["builtins:UnicodeDecodeError"], "attributes": {"start": "x", "object": 3}}, UnicodeDecodeError),
    ({"classes": ["builtins:ValueError"], "args": [{"ref": 1}, {"set": []}, [[{"int": "?"}]]]}, ValueError),
    (
        {"classes": ["tornado.web:HTTPError"], "attributes": {"status_code": "x", "log_message": 1}},
        tornado.web.HTTPError,
    ),
    ({"classes": ["tornado.web:HTTPError"]}, tornado.web.HTTPError),
    ({"classes": ["builtins:SyntaxError"], "args": ["m", [1, 2]]}, SyntaxError),
    ({"classes": ["builtins:ValueError"], "parts": [{"classes": ["builtins:SystemExit"], "text": ""}]}, ValueError),
    ({"classes": ["builtins:ExceptionGroup"], "args": [1, 2]}, SubmissionError),
]


@pytest.mark.parametrize(("fault", "kind"), LIES)
def test_a_fault_that_lies_is_still_an_exception_with_its_text(
    fault: dict[str, Any], kind: type[BaseException]
) -> None:
    back = unpack(msgspec.convert({"text": "what it said", **fault}, Fault), StandIns())
    assert isinstance(back, kind)
    assert str(back) == "what it said"
    assert back.with_traceback(None) is back


def test_faults_nested_without_end_are_unpacked_to_a_depth() -> None:
    classes = ["builtins:ExceptionGroup", "builtins:BaseExceptionGroup"]
    fault = Fault(classes=classes, text="deepest")
    for _ in range(5000):
        fault = Fault(classes=classes, text="g", parts=[fault])
    back = unpack(fault, StandIns())
    depth = 0
    while isinstance(back, ExceptionGroup):
        back, depth = back.exceptions[0], depth + 1
    assert (depth, type(back).__mro__[1]) == (5, SubmissionError)
