"""What the fuzzers of benchmarks/fuzz.py run for minutes, a few hundred times; and all that they ever found."""

import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import fuzz_faults
import fuzz_katas
import fuzz_submissions
import fuzz_wire
import msgspec
import pytest
from fuzz_properties import Property
from hypothesis import HealthCheck, Phase, given, settings
from kata_folders import SPEC, write_kata
from sample_reports import a_report, a_test
from small_katas import graded

from grader.errors import GraderError
from grader.grading import JudgeHost
from grader.kata import load_kata
from grader.mistake import SpecError
from grader.renderers.look import Look
from grader.renderers.terminal import render_terminal
from grader.renderers.wrapping import crop_start
from grader.report import Message, Verdict
from grader.submission import SubmissionMissingError, read_submission
from grader.wire.channel import FRAME_LIMIT_BYTES, ProtocolError
from grader.wire.faults import Fault, StandIns, SubmissionError, unpack
from grader.wire.values import decode

QUICK = [
    each
    for each in (
        *fuzz_wire.PROPERTIES,
        *fuzz_faults.PROPERTIES,
        *fuzz_katas.PROPERTIES,
        *fuzz_submissions.PROPERTIES[:1],
    )
]


def check(prop: Property, around: Any, most: int) -> None:
    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(prop.examples)
    def holds(example: Any) -> None:
        prop.holds(example, around)

    holds()


@pytest.mark.parametrize("prop", QUICK, ids=str)
def test_it_holds_for_whatever_comes(prop: Property) -> None:
    with prop.around() as around:
        check(prop, around, 150)


def test_loading_whatever_comes_is_never_the_grader_s_fault(host: JudgeHost) -> None:
    with fuzz_submissions.a_kata_and_a_host(host) as around:
        check(fuzz_submissions.PROPERTIES[1], around, 12)


# --- found on the wire


def fault(kind: str, /, *args: Any, text: str = "said", **attributes: Any) -> Fault:
    return Fault(classes=[f"builtins:{kind}"], text=text, args=list(args), attributes=attributes)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["utf-8", {"bytes": "AA=="}, -(10**14), -(10**14) + 1, "why"], "said"),
        (["utf-8", {"bytes": "AA=="}, 10**14, 10**14 + 1, "why"], "said"),
        (["utf-8", {"bytes": "AA=="}, 0, 1, "why"], "said"),
        (["utf-8", {"bytes": "AA=="}], "said"),
    ],
)
def test_a_unicode_error_that_begins_outside_of_its_text_does_not_end_the_judge(args: list[Any], says: str) -> None:
    # In a process of its own: the interpreter was ended by a segmentation fault.
    program = (
        "from grader.wire.faults import Fault, StandIns, unpack\n"
        f"error = unpack(Fault(classes=['builtins:UnicodeDecodeError'], text='said', args={args!r}), StandIns())\n"
        "error.__cause__ = None\n"
        "assert isinstance(error, UnicodeDecodeError)\n"
        "print(str(error), repr(error)[:1])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, f"{says} U\n"), done.stderr


@pytest.mark.parametrize("field", ["start", "end", "object", "encoding", "reason"])
def test_the_fields_of_a_unicode_error_are_not_set_afterwards(field: str) -> None:
    good = ("utf-8", {"bytes": "AA=="}, 0, 1, "why")
    plain = unpack(fault("UnicodeDecodeError", *good), StandIns())
    changed = unpack(
        Fault(classes=["builtins:UnicodeDecodeError"], text="said", args=list(good), attributes={field: -1}), StandIns()
    )
    assert getattr(changed, field) == getattr(plain, field)


@pytest.mark.parametrize(
    "details",
    [
        ["file.py", 1, 10**9, "text", 1, 2 * 10**9],
        ["file.py", 10**30, -5, {"tuple": ["t"]}, None, None],
        [5, "x", "y", 7, "z", []],
        {"dict": [["filename", 1]]},
    ],
)
def test_a_syntax_error_with_impossible_places_can_be_written_out(details: Any) -> None:
    error = unpack(
        fault("SyntaxError", "bad", details if isinstance(details, dict) else {"tuple": details}), StandIns()
    )
    assert isinstance(error, SyntaxError)
    assert len("".join(traceback.format_exception(error))) < 1000
    assert str(error) == "said"


@pytest.mark.parametrize(("name", "value"), [("msg", ["x"]), ("offset", "x"), ("end_offset", 10**10), ("_metadata", 5)])
def test_a_field_of_a_syntax_error_has_its_type_or_is_none(name: str, value: Any) -> None:
    error = unpack(fault("SyntaxError", "bad", **{name: value}), StandIns())
    assert getattr(error, name, None) != value
    assert len("".join(traceback.format_exception(error))) < 1000


def test_an_import_error_does_not_name_what_the_traceback_module_would_import() -> None:
    error = unpack(fault("ImportError", "bad", name="this", name_from="x"), StandIns())
    assert (getattr(error, "name", None), getattr(error, "name_from", None)) == ("this", None)


def test_a_number_of_more_digits_than_python_writes_does_not_spoil_the_report() -> None:
    large = {"int": "0x" + "f" * 5000}
    error = unpack(fault("ValueError", large, {"tuple": [large]}, returned=large), StandIns())
    assert repr(error).startswith("ValueError(")
    assert str(error.returned).startswith("{'int': '0xff")  # type: ignore[attr-defined]


def test_what_travels_as_text_in_a_fault_can_be_sent_on() -> None:
    error = unpack(fault("ValueError", {"str": "7aCA"}, text="\\ud800", note={"str": "7aCA"}), StandIns())
    assert (str(error), error.note) == ("\\ud800", "\\ud800")  # type: ignore[attr-defined]


@pytest.mark.parametrize("classes", [["T"], ["a:Mine", "T"], ["builtins:BaseExceptionGroup", "T"]])
def test_an_exception_without_what_its_class_writes_is_written_all_the_same(classes: list[str]) -> None:
    named = [name.replace("T", "tornado.simple_httpclient:HTTPStreamClosedError") for name in classes]
    error = unpack(Fault(classes=named, text="said"), StandIns())
    assert (str(error), repr(error)) == ("said", f"{type(error).__name__}()")


def test_classes_without_end_are_not_made() -> None:
    stand_ins = StandIns()
    kinds = {type(unpack(Fault(classes=[f"a:B{number}"], text=""), stand_ins)) for number in range(3000)}
    assert len(kinds) <= 1001
    assert unpack(Fault(classes=["a:More"], text="said"), stand_ins).args == ()
    assert isinstance(unpack(Fault(classes=["a:More"], text="said"), stand_ins), SubmissionError)


def test_a_class_named_like_a_telling_one_is_another() -> None:
    stand_ins = StandIns()
    unpack(Fault(classes=["builtins:ValueError, telling"], text=""), stand_ins)
    assert isinstance(unpack(fault("ValueError", "else"), stand_ins), ValueError)


def test_keys_with_one_hash_are_refused_and_no_others() -> None:
    alike = [[{"int": hex(((1 << 61) - 1) * (number + 2))}, 0] for number in range(25_000)]
    assert len(msgspec.json.encode(alike)) < FRAME_LIMIT_BYTES
    with pytest.raises(ProtocolError, match=r"^a bad value of kind 'dict'$"):
        decode({"dict": alike}, str)
    assert len(decode({"dict": [[number, 0] for number in range(50_000)]}, str)) == 50_000
    assert len(decode({"dict": alike[:100]}, str)) == 100


# --- found in kata.yaml

LONG = "x" * 100_000
REFUSED = {
    "an alias of a long text as a number": (f"chapter: &a {LONG}\npoints: [{'*a ,' * 4900}]\n", "spec.too-many-values"),
    "an alias of a long text as a test": (
        f"chapter: &a {LONG}\nhints: [{'{when: *a, en: b} ,' * 3000}]\n",
        "spec.too-many-values",
    ),
    "an alias of a long text as a key": (f"a: &a {LONG}\ntags: [{'{? *a : 1},' * 3000}]", "spec.too-many-values"),
    "keys that nobody knows": ("".join(f"k{number}: 1\n" for number in range(9000)), "spec.unknown-key"),
    "a key again and again": ("a: 1\n" * 40_000, "spec.unknown-key"),
    "keys that are lists": ("? [a]\n: 1\n" * 9000, "spec.key-not-text"),
    "names of tests that are none": (
        "tests:\n" + "".join(f"  k{number}: 1\n" for number in range(4900)),
        "spec.bad-test-name",
    ),
    "tags that are numbers": (f"tags: [{'1,' * 9900}]", "spec.expected-text"),
    "an end that is missing": (f"tags: [{'a, ' * 80_000}", "spec.yaml"),
    "documents without end": ("---\na: 1\n" * 20_000, "spec.two-documents"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_spec_that_is_made_to_cost_is_refused_with_a_page_of_mistakes(what: str, tmp_path: Path) -> None:
    text, code = REFUSED[what]
    with pytest.raises(SpecError) as caught:
        load_kata(write_kata(tmp_path / "a-kata", SPEC.replace("points: 10\n", "") + text), "tests")
    assert code in {mistake.code for mistake in caught.value.mistakes}
    fuzz_katas.check_mistakes(caught.value, (SPEC + text).encode())


# --- found in submissions


@pytest.mark.parametrize("name", ["nul\0.py", "\ud800.py", "a" * 300, "\udcff/\0"])
def test_a_name_that_no_file_can_have_is_no_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(GraderError):
        read_submission(tmp_path / name, name)


def test_a_name_with_nul_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SubmissionMissingError):
        read_submission(tmp_path / "a\0b", "a\0b")


def test_a_file_whose_name_is_no_text_can_be_graded(tmp_path: Path, host: JudgeHost) -> None:
    path = tmp_path / os.fsdecode(b"\xff.py")
    path.write_text("async def f(): return 1\n")
    submission = read_submission(path, os.fsdecode(b"\xff.py"))
    assert submission.path == r"\udcff.py"
    assert msgspec.json.encode(submission)


def test_a_file_that_opens_and_cannot_be_read_is_refused() -> None:
    with pytest.raises(GraderError) as caught:
        read_submission(Path("/proc/self/mem"), "mem")
    assert (caught.value.code, caught.value.values["path"]) == ("submission.refused", "mem")


FOUND = {
    "a syntax error that is a list": "raise SyntaxError(['x'])",
    "a syntax error with impossible places": "async def f(): raise SyntaxError('x', ('f', 10**30, -5, ['t']))",
    "an attribute of very many digits": """
        class NotAnApplicationError(Exception): ...
        async def f():
            error = NotAnApplicationError("x")
            error.returned = 10**5000
            raise error
    """,
    "keys with one hash": "async def f(): return {((1 << 61) - 1) * (n + 2): 0 for n in range(20_000)}",
    "a decode error outside of its text": "async def f(): raise UnicodeDecodeError('x', b'a', -(10**14), -(10**14) + 1, 'y')",
}
CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1
"""


@pytest.mark.parametrize("what", FOUND)
def test_what_a_submission_raises_is_never_the_grader_s_fault(what: str, host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, FOUND[what], CALLS)
    assert report.verdict not in (Verdict.GRADER_ERROR, Verdict.PASSED)


# --- found in what is shown


def test_an_excerpt_of_nothing_but_long_blank_lines_is_shown() -> None:
    source = "\n".join([" " * 300] * 3)
    test = a_test("test_body", Verdict.FAILED, message=Message.verbatim("x"), line=2)
    assert "❱ 2" in render_terminal(a_report(test, source=source), lang="en", look=Look(width=60))


def test_a_call_with_a_name_of_a_megabyte_is_cut() -> None:
    test = a_test("test_body", Verdict.FAILED, message=Message(code="judge.raised", values={"error": "x" * 1_000_000}))
    assert len(render_terminal(a_report(test), lang="en", look=Look(width=60))) < 20_000


@pytest.mark.parametrize(
    ("width", "shown"), [(20, "a/b/c/文件.py"), (9, "…/文件.py"), (8, "…文件.py"), (3, "…py"), (1, "…")]
)
def test_the_end_of_a_path_is_what_is_left_of_it(width: int, shown: str) -> None:
    assert crop_start("a/b/c/文件.py", width) == shown
