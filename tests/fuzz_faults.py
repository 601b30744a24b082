"""Fuzzing exceptions as data: whatever a fault says becomes an exception that is harmless, and can be shown."""

import traceback
from typing import Any

import msgspec
from fuzz_properties import Property, texts
from hypothesis import strategies as st

from grader.instruments.account import Place
from grader.wire.channel import FRAME_LIMIT_BYTES
from grader.wire.faults import KNOWN, Fault, StandIns, SubmissionError, pack, unpack

_PLACE = Place(path="/a.py", line=1, function="f")
_KINDS = sorted(KNOWN)
_class_names = st.one_of(
    st.sampled_from(_KINDS),
    st.sampled_from(
        ("builtins:BaseExceptionGroup", "builtins:ExceptionGroup", "builtins:SystemExit", "builtins:KeyboardInterrupt")
    ),
    st.sampled_from(
        ("builtins:GeneratorExit", "builtins:StopIteration", "_pytest.outcomes:Skipped", "a:B.C", "builtins:", ":", "")
    ),
    st.builds("{}:{}".format, st.sampled_from(("builtins", "tornado.web", "a")), texts()),
    st.just("a:" + "x" * 3000),
)
PLAIN_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**64), 2**64),
        st.sampled_from((-(10**14), 10**14, 2**31, 10**300)),
        st.floats(allow_nan=False, allow_infinity=False),
        texts(),
        st.sampled_from(
            ({"bytes": "AA=="}, {"int": "0x" + "f" * 5000}, {"str": "7aCA"}, {"float": "nan"}, {"ref": "mine"})
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(texts(), inner, max_size=3),
        st.builds(lambda items: {"tuple": items}, st.lists(inner, max_size=6)),
        st.builds(
            lambda pairs: {"dict": [list(pair) for pair in pairs]}, st.lists(st.tuples(inner, inner), max_size=3)
        ),
    ),
    max_leaves=12,
)
_unicode_args = st.tuples(
    st.just("utf-8"),
    st.sampled_from(({"bytes": "AA=="}, "a", 5)),
    st.sampled_from((0, 1, -1, -(10**14), 10**14, 2**70)),
    st.sampled_from((1, 2, 0, -(10**14) + 1, 10**14 + 1)),
    st.just("why"),
).map(list)
_syntax_args = st.tuples(texts(), st.builds(lambda items: {"tuple": items}, st.lists(PLAIN_JSON, max_size=7))).map(list)
_attributes = st.dictionaries(
    st.one_of(
        st.sampled_from(
            ("errno", "strerror", "filename", "lineno", "offset", "end_lineno", "end_offset", "text", "msg")
        ),
        st.sampled_from(
            ("object", "start", "end", "reason", "encoding", "name", "path", "obj", "value", "code", "args")
        ),
        st.sampled_from(
            ("__class__", "__dict__", "__traceback__", "__origin__", "__notes__", "__str__", "status_code")
        ),
        texts(),
    ),
    PLAIN_JSON,
    max_size=5,
)


def _faults_of(parts: st.SearchStrategy[list[Fault]]) -> st.SearchStrategy[Fault]:
    return st.builds(
        Fault,
        classes=st.lists(_class_names, max_size=4),
        text=texts(),
        args=st.one_of(st.lists(PLAIN_JSON, max_size=4), _unicode_args, _syntax_args),
        attributes=_attributes,
        places=st.lists(st.just(_PLACE), max_size=2),
        call=st.one_of(st.none(), texts()),
        parts=parts,
    )


_faults = st.recursive(_faults_of(st.just([])), lambda inner: _faults_of(st.lists(inner, max_size=3)), max_leaves=6)
_HARMLESS = (SubmissionError, ExceptionGroup, *KNOWN.values())


def use_fault(fault: Fault) -> None:
    """Make the exception, and do with it what a test's report does: write it out, and look at what it says."""
    error = unpack(fault, StandIns())
    assert isinstance(error, _HARMLESS)
    assert isinstance(str(error), str)
    assert isinstance(repr(error), str)
    "".join(traceback.format_exception(error))
    if isinstance(error, SyntaxError):  # the judge's own report takes these as they are
        assert isinstance(error.msg, str | None)
        assert isinstance(error.offset, int | None)
    again = pack(error, lambda _: ([], None))
    assert len(msgspec.json.encode(again)) <= FRAME_LIMIT_BYTES


def _a_fault_is_an_exception_that_can_be_shown(fault: Fault, _: Any) -> None:
    use_fault(msgspec.json.decode(msgspec.json.encode(fault), type=Fault))


PROPERTIES = [
    Property(
        name="a fault is an exception that can be shown",
        subject="wire",
        examples=_faults,
        holds=_a_fault_is_an_exception_that_can_be_shown,
    ),
]
